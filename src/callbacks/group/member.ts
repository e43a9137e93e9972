import { WireString } from '../wire.decorators.js';

/** A member of a group. */
export class Member {
  /** UserID. */
  @WireString()
  Member_Account!: string;
}
