import type { CallbackRecord } from '../callback-record.js';
import type { DeadRecord } from '../dead-letter.js';

/** Format of what is stored. A release that changes it takes the next number, and still reads the ones before. */
export const FORMAT = 1;

/**
 * Where a record waits: the lot that it belongs to, when it is due (ms since the epoch), and its number within the lot,
 * which it keeps.
 */
export type PendingKey = [lot: string, dueAt: number, nth: number];

/** A record that waits for its handlers. */
export interface StoredRecord {
  v: number;
  /** How often its handlers were called. */
  attempts: number;
  record: CallbackRecord;
}

/** When a record died, in ms since the epoch, and the short form of its id. */
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

export function isKnown(state: IdState | undefined, now: number): boolean {
  return state !== undefined && (state <= WAITING || state > now);
}
