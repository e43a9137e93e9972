import type { JobsOptions } from 'bullmq';
import type { CallbackRecord } from '../callback-record.js';
import type { DeadRecord } from '../dead-letter.js';

/** Format of what is stored. A release that changes it takes the next number, and still reads the ones before. */
export const FORMAT = 1;

/** Data of a job in the queue, as Bull Board shows it. */
export interface RecordJob {
  v: number;
  record: CallbackRecord;
}

/** Data of a job in the queue of dead letters, as Bull Board shows it. */
export interface DeadJob extends DeadRecord {
  v: number;
}

/**
 * How long an id is known at the most while its record waits or is a dead letter, in ms. An end at all, so that nothing
 * stays for ever of a queue that was deleted.
 */
export const KNOWN_MS = 365 * 24 * 3_600_000;

/** The number of attempts is counted here, lest a record end up as failed, which is no dead letter of ours. */
export const JOB_OPTIONS: JobsOptions = {
  attempts: 1_000_000,
  backoff: { type: 'custom' },
  removeOnComplete: true,
};
