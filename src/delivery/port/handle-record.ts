import type { HandlerFailure } from '../../lifecycle/lifecycle-steps.js';
import type { CallbackRecord } from './callback-record.js';
import type { Awaitable } from '../../common/awaitable.js';

/** Which handlers of a record are to be called, and how. */
export interface HandleContext {
  /** How often the record is handed over, this time included. */
  readonly attempt: number;
  /** Ids of the handlers that are not to be called: they have succeeded, or were given up. */
  readonly done: readonly string[];
  /** Ids of the handlers to call, of a record that was replayed for some of them; without it all are called. */
  readonly only?: readonly string[];
  /**
   * Awaited before each handler is called, with its id and those that have succeeded this time. With it, handlers are called one at a
   * time: the process may die in one of them. Nothing more is called when it rejects.
   */
  readonly before?: (handler: string, done: readonly string[]) => Promise<void>;
}

/** A handler that failed, and whether it may be called again. */
export interface AttemptFailure extends HandlerFailure {
  readonly retryable: boolean;
}

/** What became of one attempt. */
export interface HandleOutcome {
  /** Ids of the handlers that have succeeded this time. */
  readonly done: readonly string[];
  readonly failures: readonly AttemptFailure[];
}

/**
 * Calls the handlers of a record that are left, and waits for those that are not done at once. Rejects only with what
 * `before` threw.
 */
export type HandleRecord = (record: CallbackRecord, context: HandleContext) => Awaitable<HandleOutcome>;

/** Thrown by a handler to say that no other attempt will help: it is not called again for this callback. */
export class NonRetryableError extends Error {
  override readonly name: string = 'NonRetryableError';
}
