import type { HandlerFailure } from '../../lifecycle/lifecycle-steps.js';
import type { CallbackRecord } from './callback-record.js';
import type { Awaitable } from '../../common/awaitable.js';

/** Says which handlers of a record to call, and how. */
export interface HandleContext {
  /** Number of the attempt, from 1. */
  readonly attempt: number;
  /** Ids of the handlers that are not called, because they have succeeded or ended. */
  readonly done: readonly string[];
  /** Ids of the handlers to call, for a record that was replayed for some of them; without it all are called. */
  readonly only?: readonly string[];
  /**
   * Awaited before each handler is called, with the handler's id and the ids of those that have succeeded in this attempt. With it,
   * handlers are called one at a time, because the process may die in one of them. If it rejects, no further handler is called.
   */
  readonly before?: (handler: string, done: readonly string[]) => Promise<void>;
}

/** A handler that failed, and whether it may be called again. */
export interface AttemptFailure extends HandlerFailure {
  readonly retryable: boolean;
}

/** Result of one attempt. */
export interface HandleOutcome {
  /** Ids of the handlers that have succeeded in this attempt. */
  readonly done: readonly string[];
  readonly failures: readonly AttemptFailure[];
}

/** Calls the remaining handlers of a record and waits for them. Rejects only with what `before` threw. */
export type HandleRecord = (record: CallbackRecord, context: HandleContext) => Awaitable<HandleOutcome>;

/** Thrown by a handler for which a retry is pointless. The handler is not called again for this callback. */
export class NonRetryableError extends Error {
  override readonly name: string = 'NonRetryableError';
}
