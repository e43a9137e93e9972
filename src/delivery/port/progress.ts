import { errorLine } from '../../common/error-text.js';
import type { AttemptFailure, HandleOutcome } from './handle-record.js';

/** A handler that is not called again, and why. */
export interface EndedHandler {
  readonly handler: string;
  /** What went wrong, in a line. */
  readonly error: string;
  /** Set where the process died in it. */
  readonly crashed?: true;
}

/** Of a record in whose handlers the process died: it is taken alone, after a mark in the store. */
export interface Suspicion {
  /** The handler that the mark names: it was being called. */
  readonly handler?: string;
  /** How often the process died after that mark. */
  readonly deaths: number;
}

/** How far the handlers of a record have come, in plain members. */
export interface Progress {
  /** How often the record was handed to its handlers. */
  readonly attempts: number;
  /** Ids of the handlers that have succeeded. */
  readonly done: readonly string[];
  /** The handlers that are not called again, though they have not succeeded. */
  readonly ended: readonly EndedHandler[];
  /** Of a replay: ids of the handlers to call. */
  readonly only?: readonly string[];
  readonly suspicion?: Suspicion;
}

export const NO_PROGRESS: Progress = { attempts: 0, done: [], ended: [] };

/** Progress of a record that is replayed for these handlers; for all of them where none is named. */
export function replayProgress(handlers: readonly string[]): Progress {
  return handlers.length === 0 ? NO_PROGRESS : { ...NO_PROGRESS, only: handlers };
}

/** Progress of a record whose lease was lost because a process died with it in its handlers. */
export function afterCrash(progress: Progress): Progress {
  const { suspicion } = progress;
  const deaths = suspicion?.handler === undefined ? 0 : suspicion.deaths + 1;
  return { ...progress, suspicion: { ...suspicion, deaths } };
}

/** Ends a handler in which the process died that often. */
export function endCrashing(progress: Progress, crashes: number): Progress {
  const { suspicion } = progress;
  if (suspicion?.handler === undefined || suspicion.deaths < crashes) return progress;
  const error = `the process died in it ${suspicion.deaths} times`;
  const ended = [...progress.ended, { handler: suspicion.handler, error, crashed: true as const }];
  return { ...progress, ended, suspicion: { deaths: 0 } };
}

/** Progress after an attempt. The handlers that cannot be called again are among the ended ones. */
export function afterAttempt(progress: Progress, { done, failures }: HandleOutcome): Progress {
  const given = failures.filter(({ retryable }) => !retryable).map(endedHandler);
  return {
    attempts: progress.attempts + 1,
    done: [...progress.done, ...done],
    ended: [...progress.ended, ...given],
    ...(progress.only && { only: progress.only }),
  };
}

export function endedHandler({ handler, error }: AttemptFailure): EndedHandler {
  return { handler, error: errorLine(error) };
}
