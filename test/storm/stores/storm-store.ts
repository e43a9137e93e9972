import type { Fault } from '../faults/fault.js';
import type { StoreAddress } from '../storm-settings.js';

/** What the receivers of a storm keep their callbacks in. */
export interface StormStore {
  /** How each receiver reaches it. */
  readonly addresses: readonly StoreAddress[];
  readonly faults: readonly Fault[];
  /** Called after the receivers have ended. */
  remove(): Promise<void>;
}
