import { errorLine } from '../../common/error-text.js';
import type { AttemptFailure, HandleOutcome } from './handle-record.js';

/** A handler that is not called again, with the reason. */
export interface EndedHandler {
  readonly handler: string;
  /** The error in one line. */
  readonly error: string;
  /** Set if the process died in it. */
  readonly crashed?: true;
}

/** Marks a record whose handlers the process died in. Its handlers are called one at a time, each after a mark in the store. */
export interface Suspicion {
  /** The handler that the mark names, which was being called. */
  readonly handler?: string;
  /** Number of deaths after that mark. */
  readonly deaths: number;
}

/** The progress of a record's handlers, as JSON. */
export interface Progress {
  /** Number of attempts. */
  readonly attempts: number;
  /** Ids of the handlers that have succeeded. */
  readonly done: readonly string[];
  /** The handlers that have not succeeded and are not called again. */
  readonly ended: readonly EndedHandler[];
  /** Ids of the handlers to call, for a replay. */
  readonly only?: readonly string[];
  readonly suspicion?: Suspicion;
}

export const NO_PROGRESS: Progress = { attempts: 0, done: [], ended: [] };

/** Returns the progress of a record that is replayed for these handlers; for all handlers if the list is empty. */
export function replayProgress(handlers: readonly string[]): Progress {
  return handlers.length === 0 ? NO_PROGRESS : { ...NO_PROGRESS, only: handlers };
}

/** Returns the progress of a record after the process that held its lease died in its handlers. */
export function afterCrash(progress: Progress): Progress {
  const { suspicion } = progress;
  const deaths = suspicion?.handler === undefined ? 0 : suspicion.deaths + 1;
  return { ...progress, suspicion: { ...suspicion, deaths } };
}

/** Ends the marked handler if the process died in it `crashes` times. */
export function endCrashing(progress: Progress, crashes: number): Progress {
  const { suspicion } = progress;
  if (suspicion?.handler === undefined || suspicion.deaths < crashes) return progress;
  const error = `the process died in it ${suspicion.deaths} times`;
  const ended = [...progress.ended, { handler: suspicion.handler, error, crashed: true as const }];
  return { ...progress, ended, suspicion: { deaths: 0 } };
}

/** Returns the progress after an attempt. Handlers that must not be called again are among the ended ones. */
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
