import type { CallbackRecord } from '../../port/callback-record.js';
import type { DeadRecord } from '../../port/dead-record.js';
import type { Progress } from '../../port/progress.js';

/** Format of what is stored. A release that changes it takes the next number. */
export const FORMAT = 4;

/**
 * Where a record waits: the partition that it belongs to, when it is due (ms since the epoch; 0 for at once), and its
 * number within the partition, which it keeps. Numbers ascend with the time.
 */
export type PendingKey = [partition: string, dueAt: number, nth: number];

/** A record that waits for its handlers. */
export interface StoredRecord {
  v: number;
  record: CallbackRecord;
  /** Absent for one that no handler was called with. */
  progress?: Progress;
}

/** When a record died, in ms since the epoch, and the key of its id. */
export type DeadKey = [diedAt: number, id: string];

export interface StoredDeadRecord extends DeadRecord {
  v: number;
}

/**
 * What is known of an id: 0 for a record that waits, the time in ms until which a handled one is remembered, or that of
 * a dead letter's death below zero.
 */
export type IdState = number;

export const WAITING: IdState = 0;

export function isKnown(state: IdState, now: number): boolean {
  return state <= WAITING || state > now;
}

/** The version of an id's entry: writes are conditional on it, so that nobody changes what another one has changed. */
export function versionOf(state: IdState): number {
  return Math.abs(state) + 1;
}

/** The same for as long as a record waits, however often it is rescheduled. */
export function tokenOf([partition, , nth]: PendingKey): string {
  return `${partition}/${nth}`;
}
