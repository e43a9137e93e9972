import type { IdempotencyKey } from './idempotency-key.js';

/**
 * A callback that the catalogue knows. The class is the type of the body, its decorators say which bodies are
 * right, and its statics hold what else is known of the command.
 */
export interface CallbackClass<Body extends object = object> {
  new (): Body;
  /** The vendor's command word, as it stands in the URL. */
  readonly command: string;
  /** Name of the event that the callback becomes. */
  readonly event: string;
  /** What tells two callbacks of this command apart, so that a repeated one is recognised. */
  readonly idempotencyKey: IdempotencyKey;
  /** An invented body as Chat would send it. */
  readonly sample: object;
}
