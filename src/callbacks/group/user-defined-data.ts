import { WireString } from '../wire.decorators.js';

/** A custom field of a group or topic. */
export class UserDefinedData {
  @WireString()
  Key!: string;

  /** Doocs types it Object. */
  @WireString()
  Value!: string;
}
