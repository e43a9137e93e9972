import type { IdempotencyKey } from './idempotency-key.js';
import type { Verdicts } from './verdicts/standing.js';

/**
 * What is known of a callback. The class is the type of the body, its decorators say which bodies are right, and its
 * statics hold the rest.
 */
export interface CallbackClass<Body extends object = object> {
  new (): Body;
  /** The vendor's command word, as it stands in the URL. */
  readonly command: string;
  /** Name of the event that the callback becomes. */
  readonly event: string;
  /** What tells two callbacks of this command apart, so that a repeated one is recognised. */
  readonly idempotencyKey: IdempotencyKey;
  /** An invented body as Chat would send it, for whoever wants one. */
  readonly sample?: object;
  /** For a before-callback, on whose answer Chat waits: the verdicts that it honours, which become methods of its event. */
  verdicts?(body: object): Verdicts;
  /** When it happened, in ms since the epoch, where that is not the body's `EventTime`. */
  eventTime?(body: object): number | undefined;
}

/** A callback on whose answer Chat waits. */
export type BeforeCallback = CallbackClass & Required<Pick<CallbackClass, 'verdicts'>>;

export function isBeforeCallback(callback: CallbackClass | undefined): callback is BeforeCallback {
  return callback?.verdicts !== undefined;
}
