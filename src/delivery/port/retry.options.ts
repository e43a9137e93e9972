import {
  assertInteger,
  assertKnownOptions,
  assertObject,
  LONGEST_TIMER_MS,
  withDefaults,
} from '../../common/option-checks.js';

/** How often, and when, a record is handed to its handlers again after one of them failed. */
export interface RetryOptions {
  /**
   * How often a record is tried in all before it becomes a dead letter; 1 does not repeat.
   * @default 10
   */
  attempts?: number;
  /**
   * Delay before the second attempt, in ms. Each further one is twice as long.
   * @default 1000
   */
  initialDelayMs?: number;
  /**
   * The longest delay, in ms.
   * @default 300000
   */
  maxDelayMs?: number;
  /**
   * How often the process may die in a handler of a record, before that handler is not called again and the record is a
   * dead letter. The first death only makes the records that were in their handlers suspects, which are taken alone.
   * @default 3
   */
  crashes?: number;
}

/** Ten attempts in about eight minutes: what a handler calls may be restarted meanwhile. */
const DEFAULTS: Required<RetryOptions> = {
  attempts: 10,
  initialDelayMs: 1000,
  maxDelayMs: 300_000,
  crashes: 3,
};

/** @throws ConfigurationError naming the option */
export function resolveRetry(options: RetryOptions): Required<RetryOptions> {
  assertObject('delivery.retry', options);
  assertKnownOptions(options, Object.keys(DEFAULTS), 'delivery.retry.');
  const complete = withDefaults(DEFAULTS, options);
  assertInteger('delivery.retry.attempts', complete.attempts, 1);
  assertInteger('delivery.retry.initialDelayMs', complete.initialDelayMs, 0, LONGEST_TIMER_MS);
  assertInteger('delivery.retry.maxDelayMs', complete.maxDelayMs, 0, LONGEST_TIMER_MS);
  assertInteger('delivery.retry.crashes', complete.crashes, 1);
  return complete;
}

/**
 * How long to wait after an attempt that failed, in ms: exponential, with jitter over the upper half, so that records
 * that failed together do not come back together.
 *
 * @param attempt the attempt that failed, from 1
 */
export function retryDelayMs(
  { initialDelayMs, maxDelayMs }: Pick<Required<RetryOptions>, 'initialDelayMs' | 'maxDelayMs'>,
  attempt: number,
  random: () => number = Math.random,
): number {
  const delayMs = Math.min(maxDelayMs, initialDelayMs * 2 ** (attempt - 1));
  return Math.round(delayMs * (0.5 + random() / 2));
}
