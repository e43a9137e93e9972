import { WireInteger, WireString } from '../wire.decorators.js';

/** A key and its value that hang on a message. */
export class MessageExtension {
  @WireString()
  Key!: string;

  @WireString()
  Value!: string;

  /** Version of this pair. */
  @WireInteger()
  Seq!: number;
}
