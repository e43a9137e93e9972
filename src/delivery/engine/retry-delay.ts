import type { RetryOptions } from '../port/retry.options.js';

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
