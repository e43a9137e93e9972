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

/** All of a dead record but the body of its callback. */
export interface DeadSummary extends Death {
  readonly record: Omit<CallbackRecord, 'body'>;
  /** When it became a dead letter, in ms since the epoch. */
  readonly diedAt: number;
}

/** A record that is kept without further attempts until an operator replays or discards it. */
export interface DeadRecord extends DeadSummary {
  readonly record: CallbackRecord;
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
   * Lists the dead letters, oldest first. Reads no bodies: a thousand bodies would keep the event loop busy for seconds.
   *
   * @param limit maximum number
   * @param after id of the dead letter that the list begins after
   * @throws RangeError if no dead letter has the id `after`
   */
  list(limit: number, after?: string): Promise<DeadSummary[]>;

  /** Finds a dead letter. The caller may change what it gets. */
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
