import { WireString } from '../wire.decorators.js';

/** A participant of a call. */
export class CallUser {
  /** UserID. */
  @WireString()
  User_Account!: string;

  /** Calling | Waiting. */
  @WireString()
  Status!: string;
}
