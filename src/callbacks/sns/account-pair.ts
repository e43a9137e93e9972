import { WireString } from '../wire.decorators.js';

/** A relation from one user to another. */
export class AccountPair {
  /** Owner of the list that changed. */
  @WireString()
  From_Account!: string;

  /** The other user. */
  @WireString()
  To_Account!: string;
}
