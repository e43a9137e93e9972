import { isObject } from '../../../common/is-object.js';
import { parsedJson } from '../../../common/parsed-json.js';
import type { CallbackRecord } from '../../port/callback-record.js';
import type { Claim } from '../../port/callback-store.js';
import { isCallbackRecord } from '../../port/is-callback-record.js';
import { isProgress } from '../../port/is-progress.js';
import { afterCrash, NO_PROGRESS, replayProgress, type Progress } from '../../port/progress.js';

/** Format of the jobs. A release that changes it takes the next number. */
export const FORMAT = 2;

/** Data of a job, as Bull Board shows it. */
interface RecordJob {
  readonly v: typeof FORMAT;
  readonly record: CallbackRecord;
}

/** Progress of a job, as Bull Board shows it. */
interface JobProgress extends Progress {
  /** How often the job had stalled when the progress was written. */
  readonly stalls?: number;
}

/** A job that a worker of this process has locked. */
export interface LockedJob {
  readonly id: string;
  /** The value of the lock. Each claim has its own. */
  readonly token: string;
  /** How often the job was claimed, this time included. */
  readonly started: number;
  /** How often a worker crashed while it had the job. */
  readonly stalls: number;
}

export interface JobClaim extends LockedJob, Claim {
  readonly bytes: number;
}

/** A claimed job whose data may be no callback. */
export interface FoundJob extends LockedJob {
  readonly data: unknown;
  readonly progress: unknown;
}

/** @param reply of the script: its id, its token, how often it was claimed and stalled, its data and its progress */
export function readJob(reply: unknown): FoundJob {
  const [id, token, started, stalls, data, progress] = Array.isArray(reply) ? reply : [];
  const job = { id: String(id), token: String(token), started: Number(started), stalls: Number(stalls) };
  return { ...job, data: parsedJson(String(data)), progress: parsedJson(String(progress)) };
}

/** Returns the arguments of a script that name a claim. */
export function claimArguments({ id, token, started, stalls }: LockedJob): (string | number)[] {
  return [id, token, started, stalls];
}

export function jobData(record: CallbackRecord): string {
  const job: RecordJob = { v: FORMAT, record };
  return JSON.stringify(job);
}

export function isRecordJob(data: unknown): data is RecordJob {
  return (
    isObject(data) && 'v' in data && data.v === FORMAT && 'record' in data && isCallbackRecord(data.record)
  );
}

/** Returns what a list of dead letters shows of a record: all but its body. */
export function summaryData(record: CallbackRecord): string {
  return JSON.stringify({ ...record, body: undefined });
}

/** Reads the progress of a job. If the job has stalled since the progress was written, a worker crashed with it. */
export function progressOf({ progress, stalls }: FoundJob): Progress {
  const written: JobProgress = isProgress(progress) ? progress : NO_PROGRESS;
  return stalls > (written.stalls ?? 0) ? afterCrash(written) : written;
}

export function progressData(progress: Progress, { stalls }: LockedJob): string {
  const written: JobProgress = { ...progress, stalls };
  return JSON.stringify(written);
}

/** Returns the progress of a job that an operator replays, here or with a tool of BullMQ. */
export function replayData(handlers: readonly string[]): string {
  return JSON.stringify(replayProgress(handlers));
}
