import { WireString } from '../wire.decorators.js';

/** A user who subscribes to a channel. */
export class Subscriber {
  /** UserID. */
  @WireString()
  Subscriber_Account!: string;
}
