import { isObject } from '../../../common/is-object.js';
import type { CallbackRecord } from '../../port/callback-record.js';
import type { DeadSummary } from '../../port/dead-record.js';
import { isCallbackRecord, isRecordSummary } from '../../port/is-callback-record.js';
import { isDeath } from '../../port/is-death.js';
import { isProgress } from '../../port/is-progress.js';
import type { Progress } from '../../port/progress.js';
import type { SharedValue } from '../../port/shared-state.js';

/** Format of the stored records. A release that changes it takes the next number. */
export const FORMAT = 5;

/**
 * Key of a pending record: its partition, when it is due (ms since the epoch; 0 for immediately), and its permanent number within the
 * partition. Numbers ascend with the time.
 */
export type PendingKey = [partition: string, dueAt: number, nth: number];

/** Key of a mark of a pending record, however often the record is rescheduled. */
export type MarkKey = [partition: string, nth: number];

/** A record that waits for its handlers. */
export interface StoredRecord {
  v: number;
  record: CallbackRecord;
  /** Absent before the first attempt. */
  progress?: Progress;
  /** When the due time in the key was written, in ms since the epoch. Absent before that, and in records of earlier releases. */
  rescheduledAt?: number | undefined;
}

/** When a record died, in ms since the epoch, and the key of its id. */
export type DeadKey = [diedAt: number, id: string];

/** A dead letter without its body, which is under the same key in another table. */
export interface StoredDeadRecord extends DeadSummary {
  v: number;
}

/** Key of an entry of a shared log: the log, the part of a process in it, and the entry's number in the part. */
export type LogKey = [log: string, part: string, nth: number];

/** A shared value with its expiry in ms since the epoch. */
export interface StoredShared extends SharedValue {
  readonly until: number;
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

/** Whether a value has the members of a pending record that its handling reads. */
export function isStoredRecord(value: unknown): value is StoredRecord {
  if (!isEntry(value) || !isCallbackRecord(value.record)) return false;
  return !('progress' in value) || isProgress(value.progress);
}

export function isStoredDead(value: unknown): value is StoredDeadRecord {
  return (
    isEntry(value) &&
    isRecordSummary(value.record) &&
    isDeath(value) &&
    typeof Reflect.get(value, 'diedAt') === 'number'
  );
}

function isEntry(value: unknown): value is { record: unknown } {
  return isObject(value) && 'v' in value && value.v === FORMAT && 'record' in value;
}
