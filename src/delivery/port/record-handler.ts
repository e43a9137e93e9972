import type { Awaitable } from '../../common/awaitable.js';
import type { HandlerRetryOptions } from '../../events/decorator/handler-limits.js';
import type { HandlerFailure } from '../../lifecycle/lifecycle-steps.js';
import type { CallbackRecord } from './callback-record.js';

/** A failed call of a handler, and whether it may be called again. */
export interface FailedCall extends HandlerFailure {
  readonly retryable: boolean;
}

/** One handler of a record, as the engine calls it. */
export interface RecordHandler {
  readonly id: string;
  /** Maximum number of its calls at a time, in this process. */
  readonly concurrency?: number;
  /** Replaces members of the delivery's `retry`. */
  readonly retry?: HandlerRetryOptions;
  /** Its calls with the same key do not overlap, in this process. */
  readonly key?: string;

  /**
   * Calls it. Neither throws nor rejects.
   *
   * @param attempt number of the attempt, from 1
   * @returns the failure; `undefined` if it succeeded
   */
  call(attempt: number): Awaitable<FailedCall | undefined>;
}

/** Returns the handlers of a record. May throw: the callback is then retried. */
export type HandlersOf = (record: CallbackRecord) => readonly RecordHandler[];

/** Thrown by a handler for which a retry is pointless. The handler is not called again for this callback. */
export class NonRetryableError extends Error {
  override readonly name: string = 'NonRetryableError';
}
