import type { CallbackRecord } from '../../port/callback-record.js';
import { isCallbackRecord } from '../../port/is-callback-record.js';
import { isProgress } from '../../port/is-progress.js';
import { NO_PROGRESS, type Progress } from '../../port/progress.js';

/** @throws Error if the text is no record: somebody has edited it, or restored it wrongly */
export function readRecord(text: string): CallbackRecord {
  const record: unknown = JSON.parse(text);
  if (isCallbackRecord(record)) return record;
  throw new Error('it does not have the shape that this release writes');
}

/** Reads the progress of a record. Handlers start again with one that cannot be read. */
export function readProgress(text: string | null): Progress {
  if (text === null) return NO_PROGRESS;
  try {
    const progress: unknown = JSON.parse(text);
    return isProgress(progress) ? progress : NO_PROGRESS;
  } catch {
    return NO_PROGRESS;
  }
}
