import type { CallbackRecord } from '../../port/callback-record.js';
import type { DeadRecord } from '../../port/dead-record.js';
import type { Progress } from '../../port/progress.js';

/** Format of the stored records. A release that changes it takes the next number. */
export const FORMAT = 4;

/**
 * Key of a pending record: its partition, when it is due (ms since the epoch; 0 for immediately), and its permanent number within the
 * partition. Numbers ascend with the time.
 */
export type PendingKey = [partition: string, dueAt: number, nth: number];

/** A record that waits for its handlers. */
export interface StoredRecord {
  v: number;
  record: CallbackRecord;
  /** Absent before the first attempt. */
  progress?: Progress;
}

/** When a record died, in ms since the epoch, and the key of its id. */
export type DeadKey = [diedAt: number, id: string];

export interface StoredDeadRecord extends DeadRecord {
  v: number;
}

/**
 * State of an id: 0 for a pending record, the expiry in ms since the epoch for a handled one, or the negative time of death of a dead
 * letter.
 */
export type IdState = number;

export const WAITING: IdState = 0;

export function isKnown(state: IdState, now: number): boolean {
  return state <= WAITING || state > now;
}

/** Returns the version of an id's entry. Writes are conditional on it, so that no process overwrites the change of another one. */
export function versionOf(state: IdState): number {
  return Math.abs(state) + 1;
}

/** Identifies a pending record, however often it is rescheduled. */
export function tokenOf([partition, , nth]: PendingKey): string {
  return `${partition}/${nth}`;
}
