import type { DeadLetterReason } from '../../lifecycle/lifecycle-steps.js';
import type { CallbackRecord } from './callback-record.js';

/** Why a record became a dead letter. */
export interface Death {
  readonly reason: DeadLetterReason;
  /** Ids of the handlers that have not succeeded, which a replay calls. Empty for a record that no handler received. */
  readonly handlers: readonly string[];
  /** Number of attempts. */
  readonly attempts: number;
  /** The error in one line. */
  readonly error: string;
}

/** A record that is kept without further attempts until an operator replays or discards it. */
export interface DeadRecord extends Death {
  readonly record: CallbackRecord;
  /** When it became a dead letter, in ms since the epoch. */
  readonly diedAt: number;
}

/** How many dead letters are kept, and for how long. */
export interface DeadLetterLimits {
  /**
   * Maximum number. Beyond it the oldest expire.
   * @default 10000, in process 1000
   */
  max?: number;
  /**
   * How long one is kept, in ms.
   * @default 2592000000 (30 days)
   */
  maxAgeMs?: number;
}

/** The dead letters of one delivery. */
export interface DeadLetterStore {
  /**
   * Lists the dead letters, oldest first.
   *
   * @param limit maximum number
   * @param after id of the dead letter that the list begins after
   * @throws RangeError if no dead letter has the id `after`
   */
  list(limit: number, after?: string): Promise<DeadRecord[]>;

  find(id: string): Promise<DeadRecord | undefined>;

  /**
   * Makes the record pending again, with attempt 1 next. Resolves with `false` if no dead letter has the id.
   *
   * @param handlers ids of the handlers to call; all of them if the list is empty
   * @throws DeliveryUnavailableError if the store cannot be written
   */
  replay(id: string, handlers: readonly string[]): Promise<boolean>;

  /** Deletes the record and its id. Resolves with `false` if no dead letter has the id. */
  discard(id: string): Promise<boolean>;
}

/** Copies a dead record without the members that its store has added. */
export function deadRecord(stored: DeadRecord): DeadRecord {
  const { record, reason, handlers, attempts, error, diedAt } = stored;
  return { record, reason, handlers, attempts, error, diedAt };
}
