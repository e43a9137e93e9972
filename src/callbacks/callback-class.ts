import type { IdempotencyKey } from './idempotency-key.js';
import type { CodeRange } from './verdicts/code-range.js';
import type { Verdicts } from './verdicts/standing.js';
import type { StandardSchema } from '../common/standard-schema.js';

/** The verdicts on one body. */
export interface VerdictsOf {
  (body: object): Verdicts;
  /** The custom codes that the command passes on to the client, from the first to the last. */
  readonly codes?: CodeRange;
}

/** Describes a callback: the class is the type of the body, its decorators define valid bodies, and its statics hold the rest. */
export interface CallbackClass<Body extends object = object> {
  new (): Body;
  /** The vendor's command word, as in the URL. */
  readonly command: string;
  /** Other command words under which the vendor's pages have the same callback. URL and body may differ by such a pair. */
  readonly aliases?: readonly string[];
  /** Name of the event that the callback becomes. */
  readonly event: string;
  /** Identifies a callback of this command, so that a duplicate is recognised. */
  readonly idempotencyKey: IdempotencyKey;
  /** Returns the verdicts that Chat honours, for a before-callback. They become methods of its event. */
  readonly verdicts?: VerdictsOf;
  /**
   * What Chat does without an answer to a before-callback.
   * @default 'allow'
   */
  readonly unanswered?: 'allow' | 'reject';
  /** Reads the bodies in place of the class's decorators. See `defineCallback`. */
  readonly schema?: StandardSchema<object>;
  /** Returns when it happened, in ms since the epoch, if the body has no `EventTime`. */
  eventTime?(body: object): number | undefined;
}

/** A callback whose answer Chat waits for. */
export type BeforeCallback = CallbackClass & Required<Pick<CallbackClass, 'verdicts'>>;

export function isBeforeCallback(callback: CallbackClass | undefined): callback is BeforeCallback {
  return callback?.verdicts !== undefined;
}
