import { byTimedBody, type IdempotencyKey } from '../idempotency-key.js';
import { WireInteger } from '../wire/wire-decorators.js';

/** A body that always says when it happened. */
export class TimedBody {
  static readonly idempotencyKey: IdempotencyKey = byTimedBody;
  /** When it happened, in ms since the epoch. */
  @WireInteger() EventTime!: number;
}

/** A body that may say when it happened: the documentation is silent, or older captures lack it. */
export class SometimesTimedBody {
  static readonly idempotencyKey: IdempotencyKey = byTimedBody;
  /** When it happened, in ms since the epoch; absent from older callbacks, and from some commands' documentation. */
  @WireInteger({ optional: true }) EventTime?: number;
}
