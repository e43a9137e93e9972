import { assertInteger, LONGEST_TIMER_MS, resolveGroup } from '../../common/option-checks.js';
import type { DeadLetterLimits } from './dead-record.js';
import { resolveRetry, type RetryOptions } from './retry.options.js';

/** Options that every delivery takes. */
export interface DeliveryOptions {
  /**
   * How often and when a record is retried after a handler failed.
   * @default { attempts: 10, initialDelayMs: 1000, maxDelayMs: 300000, crashes: 3 }
   */
  retry?: RetryOptions;
  /**
   * Maximum number of callbacks in their handlers at a time, in this process.
   * @default 32
   */
  concurrency?: number;
  /**
   * How long a handled callback is remembered, in ms, so that a copy of it is recognised as a duplicate. A copy of a pending callback or
   * of a dead letter is always recognised.
   * @default 600000
   */
  dedupeWindowMs?: number;
  /**
   * How long `app.close()` waits for handlers, in ms.
   * @default 10000
   */
  drainTimeoutMs?: number;
  /**
   * How many dead letters are kept, and for how long.
   * @default { max: 10000, maxAgeMs: 2592000000 }, in process a max of 1000
   */
  deadLetters?: DeadLetterLimits;
}

/** The checked options, with their defaults. */
export interface ResolvedDeliveryOptions extends Required<DeliveryOptions> {
  retry: Required<RetryOptions>;
  deadLetters: Required<DeadLetterLimits>;
}

const DEFAULTS: Required<DeliveryOptions> = {
  retry: {},
  concurrency: 32,
  dedupeWindowMs: 600_000,
  drainTimeoutMs: 10_000,
  deadLetters: {},
};

const DEAD_LETTER_DEFAULTS = { max: 10_000, maxAgeMs: 30 * 24 * 3_600_000 };

/**
 * Checks the options that every delivery takes, and adds their defaults.
 *
 * @param own names of the options that only this delivery takes
 * @param deadLettersMax its default of `deadLetters.max`
 * @throws ConfigurationError naming the option
 */
export function resolveDeliveryOptions(
  options: DeliveryOptions,
  own: readonly string[] = [],
  deadLettersMax = DEAD_LETTER_DEFAULTS.max,
): ResolvedDeliveryOptions {
  const complete = resolveGroup('delivery', DEFAULTS, options, own);
  assertInteger('delivery.concurrency', complete.concurrency, 1);
  assertInteger('delivery.dedupeWindowMs', complete.dedupeWindowMs, 0);
  assertInteger('delivery.drainTimeoutMs', complete.drainTimeoutMs, 0, LONGEST_TIMER_MS);
  return {
    ...complete,
    retry: resolveRetry(complete.retry),
    deadLetters: resolveDeadLetterLimits(complete.deadLetters, deadLettersMax),
  };
}

function resolveDeadLetterLimits(limits: DeadLetterLimits, max: number): Required<DeadLetterLimits> {
  const complete = resolveGroup('delivery.deadLetters', { ...DEAD_LETTER_DEFAULTS, max }, limits);
  assertInteger('delivery.deadLetters.max', complete.max, 1);
  assertInteger('delivery.deadLetters.maxAgeMs', complete.maxAgeMs, 1);
  return complete;
}
