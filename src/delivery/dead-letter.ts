import type { CallbackRecord } from './callback-record.js';

/** A record that is kept and no longer tried, until somebody replays or discards it. */
export interface DeadRecord {
  readonly record: CallbackRecord;
  /** How often its handlers were called; 0 for a body that is not as its command's class says. */
  readonly attempts: number;
  /** What went wrong the last time, in a line. */
  readonly error: string;
  /** When it was given up, in ms since the epoch. */
  readonly diedAt: number;
}

/** The dead letters of one delivery. */
export interface DeadLetterStore {
  /** The oldest ones, `limit` at the most. */
  list(limit: number): Promise<DeadRecord[]>;

  find(id: string): Promise<DeadRecord | undefined>;

  /**
   * Has the record handled once more, from attempt 1 on; `false` when there is none of that id.
   *
   * @throws DeliveryUnavailableError when the store cannot be written
   */
  replay(id: string): Promise<boolean>;

  /** Forgets the record, its id as well; `false` when there is none of that id. */
  discard(id: string): Promise<boolean>;
}

/** A dead record without what its store has added to it. */
export function deadRecord({ record, attempts, error, diedAt }: DeadRecord): DeadRecord {
  return { record, attempts, error, diedAt };
}
