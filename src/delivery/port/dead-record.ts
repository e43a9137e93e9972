import type { DeadLetterReason } from '../../lifecycle/lifecycle-steps.js';
import type { CallbackRecord } from './callback-record.js';

/** Why a record is given up. */
export interface Death {
  readonly reason: DeadLetterReason;
  /** Ids of the handlers that are left: those that a replay calls. None for a record that no handler got. */
  readonly handlers: readonly string[];
  /** How often it was handed to its handlers. */
  readonly attempts: number;
  /** What went wrong, in a line. */
  readonly error: string;
}

/** A record that is kept and no longer tried, until somebody replays or discards it. */
export interface DeadRecord extends Death {
  readonly record: CallbackRecord;
  /** When it was given up, in ms since the epoch. */
  readonly diedAt: number;
}

/** Which dead records are kept. */
export interface DeadLetterLimits {
  /**
   * How many are kept. Over that the oldest are dropped.
   * @default 10000, in process 1000
   */
  max?: number;
  /**
   * For how long one is kept, in ms.
   * @default 2592000000 (30 days)
   */
  maxAgeMs?: number;
}

/** The dead records of one delivery. */
export interface DeadLetterStore {
  /**
   * The oldest ones first.
   *
   * @param limit how many at the most
   * @param after id of the dead record to begin behind
   * @throws RangeError when there is no dead record of the id `after`
   */
  list(limit: number, after?: string): Promise<DeadRecord[]>;

  find(id: string): Promise<DeadRecord | undefined>;

  /**
   * Has the record handled once more, from attempt 1 on; `false` when there is none of that id.
   *
   * @param handlers ids of the handlers to call; all of them where none is named
   * @throws DeliveryUnavailableError when the store cannot be written
   */
  replay(id: string, handlers: readonly string[]): Promise<boolean>;

  /** Forgets the record, its id as well; `false` when there is none of that id. */
  discard(id: string): Promise<boolean>;
}

/** A dead record without what its store has added to it. */
export function deadRecord(stored: DeadRecord): DeadRecord {
  const { record, reason, handlers, attempts, error, diedAt } = stored;
  return { record, reason, handlers, attempts, error, diedAt };
}
