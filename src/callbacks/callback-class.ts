import type { IdempotencyKey } from './idempotency-key.js';
import type { Verdicts } from './verdicts/standing.js';

/**
 * Describes a callback. The class is the type of the body, its decorators define the valid bodies, and its statics hold the rest.
 */
export interface CallbackClass<Body extends object = object> {
  new (): Body;
  /** The vendor's command word, as in the URL. */
  readonly command: string;
  /** Name of the event that the callback becomes. */
  readonly event: string;
  /** Identifies a callback of this command, so that a duplicate is recognised. */
  readonly idempotencyKey: IdempotencyKey;
  /** Returns the verdicts that Chat honours, for a before-callback. They become methods of its event. */
  verdicts?(body: object): Verdicts;
  /** Returns when it happened, in ms since the epoch, if the body has no `EventTime`. */
  eventTime?(body: object): number | undefined;
}

/** A callback whose answer Chat waits for. */
export type BeforeCallback = CallbackClass & Required<Pick<CallbackClass, 'verdicts'>>;

export function isBeforeCallback(callback: CallbackClass | undefined): callback is BeforeCallback {
  return callback?.verdicts !== undefined;
}
