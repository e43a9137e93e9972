import type { StatusAnswer } from '../protocol/answer.js';

/** A handler that is about to be called. */
export interface HandlerCall {
  /** The event's `id`. */
  readonly id: string;
  /** The vendor's command word, or the name of a derived event. */
  readonly command: string;
  readonly sdkAppId: number;
  /** Name of the event, without the registration's prefix. */
  readonly event: string;
  /** Id of the handler. */
  readonly handler: string;
  readonly attempt: number;
  /** Whether Chat's answer waits for it. */
  readonly before: boolean;
  /** Trace context of the request, which another process may have received. */
  readonly traceparent?: string;
}

/** Runs around an operation, whereas observers of the lifecycle are called after it. Throws only what the operation throws. */
export interface CallbackTracing {
  /**
   * Calls `receive` for an authenticated request, and returns its result or throws its error.
   *
   * @param receive gets the `traceparent` (W3C Trace Context) that the record keeps
   */
  receive(
    callback: { readonly command?: string; readonly sdkAppId: number },
    receive: (traceparent: string | undefined) => Promise<StatusAnswer>,
  ): Promise<StatusAnswer>;

  /** Calls a handler, and returns its result or throws its error. */
  handle(call: HandlerCall, handler: () => unknown): unknown;

  /** Returns the `traceparent` of the running operation, such as a handler that emits a derived event. */
  traceparent(): string | undefined;
}
