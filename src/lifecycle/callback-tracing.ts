import type { StatusAnswer } from '../protocol/answer.js';

/** A handler that is about to be called. */
export interface HandlerCall {
  /** The event's `id`. */
  readonly id: string;
  /** The vendor's command word; of a derived event its name. */
  readonly command: string;
  readonly sdkAppId: number;
  /** Name of the event, without the registration's prefix. */
  readonly event: string;
  /** Id of the handler. */
  readonly handler: string;
  readonly attempt: number;
  /** Whether Chat's answer waits for it. */
  readonly before: boolean;
  /** Where the callback was received, perhaps in another process. */
  readonly traceparent?: string;
}

/**
 * Is there while something happens, as a trace has to be: observers of the lifecycle hear of it when it is over. Must not throw
 * by itself.
 */
export interface CallbackTracing {
  /**
   * Runs the receiving of an authenticated request, and returns or throws what that does.
   *
   * @param receive takes the `traceparent` (W3C Trace Context) that the record keeps
   */
  receive(
    callback: { readonly command?: string; readonly sdkAppId: number },
    receive: (traceparent: string | undefined) => Promise<StatusAnswer>,
  ): Promise<StatusAnswer>;

  /** Calls a handler, and returns or throws what that does. */
  handle(call: HandlerCall, handler: () => unknown): unknown;

  /** The `traceparent` of what runs now, such as of a handler that makes a derived event. */
  traceparent(): string | undefined;
}
