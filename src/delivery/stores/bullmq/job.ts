import type { Job } from 'bullmq';
import type { CallbackRecord } from '../../port/callback-record.js';
import type { Claim } from '../../port/callback-store.js';
import type { Death } from '../../port/dead-record.js';
import { afterCrash, NO_PROGRESS, type Progress } from '../../port/progress.js';

/** Format of what is stored. A release that changes it takes the next number. */
export const FORMAT = 2;

/** Data of a job, as Bull Board shows it. */
export interface RecordJob {
  readonly v: typeof FORMAT;
  readonly record: CallbackRecord;
}

/** Progress of a job, as Bull Board shows it. */
export interface JobProgress extends Progress {
  /** How often the job had stalled when this was written. */
  readonly stalls?: number;
}

/** A job that a worker of this process has, by its lock. */
export interface JobClaim extends Claim {
  /** Id of the job. */
  readonly id: string;
  /** What its lock holds, of no other claim. */
  readonly token: string;
  /** How often the job was claimed, this time included. */
  readonly started: number;
  /** How often its worker died with it. */
  readonly stalls: number;
}

export function jobData(record: CallbackRecord): string {
  const job: RecordJob = { v: FORMAT, record };
  return JSON.stringify(job);
}

export function isRecordJob(data: unknown): data is RecordJob {
  return isObject(data) && data.v === FORMAT && isObject(data.record) && typeof data.record.id === 'string';
}

/** A worker died with the job where it has stalled since its progress was written. */
export function progressOf({ progress, stalledCounter }: Pick<Job, 'progress' | 'stalledCounter'>): Progress {
  const written: JobProgress = isProgress(progress) ? progress : NO_PROGRESS;
  return stalledCounter > (written.stalls ?? 0) ? afterCrash(written) : written;
}

export function jobProgress(progress: Progress, { stalls }: Pick<JobClaim, 'stalls'>): string {
  const written: JobProgress = { ...progress, stalls };
  return JSON.stringify(written);
}

export function isDeath(value: unknown): value is Death {
  return isObject(value) && typeof value.reason === 'string' && Array.isArray(value.handlers);
}

function isProgress(value: unknown): value is JobProgress {
  return isObject(value) && Array.isArray(value.done) && Array.isArray(value.ended);
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
