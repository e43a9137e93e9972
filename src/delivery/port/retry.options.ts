import {
  assertInteger,
  assertKnownOptions,
  assertObject,
  LONGEST_TIMER_MS,
  withDefaults,
} from '../../common/option-checks.js';

/** How often and when a record is retried after a handler failed. */
export interface RetryOptions {
  /**
   * Number of attempts before a record becomes a dead letter; 1 means no retry.
   * @default 10
   */
  attempts?: number;
  /**
   * Delay before the second attempt, in ms. Each further delay is twice as long.
   * @default 1000
   */
  initialDelayMs?: number;
  /**
   * Longest delay, in ms.
   * @default 300000
   */
  maxDelayMs?: number;
  /**
   * Number of times that the process may die in a handler of a record before the handler ends and the record becomes a dead letter. The
   * first death makes the records that were in their handlers suspects, which are handled alone; it does not count.
   * @default 3
   */
  crashes?: number;
}

/** Ten attempts in about eight minutes: enough for a restart of a service that a handler calls. */
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
 * Returns the delay after a failed attempt, in ms. It grows exponentially, with jitter over its upper half, so that records that failed
 * together are not retried together.
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
