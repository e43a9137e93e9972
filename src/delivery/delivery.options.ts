import {
  assertInteger,
  assertKnownOptions,
  assertObject,
  withDefaults,
} from '../configuration/configuration-error.js';
import { completeRetryOptions, type RetryOptions } from './retry.js';

/** Options that every delivery takes. */
export interface DeliveryOptions {
  /**
   * What happens after a handler failed.
   * @default { attempts: 10, initialDelayMs: 1000, maxDelayMs: 300000 }
   */
  retry?: RetryOptions;
  /**
   * How many callbacks are handled at a time.
   * @default 32
   */
  concurrency?: number;
  /**
   * For how long a callback is remembered after it was handled, in ms, so that a copy of it is recognised. A copy of one
   * that still waits, or that is a dead letter, is always recognised.
   * @default 600000
   */
  dedupeWindowMs?: number;
  /**
   * How long `app.close()` waits for handlers, in ms.
   * @default 10000
   */
  drainTimeoutMs?: number;
}

/** The same, each with its value. */
export interface CompleteDeliveryOptions extends Required<DeliveryOptions> {
  retry: Required<RetryOptions>;
}

const DEFAULTS: Required<DeliveryOptions> = {
  retry: {},
  concurrency: 32,
  dedupeWindowMs: 600_000,
  drainTimeoutMs: 10_000,
};

/**
 * Checks the options that every delivery takes, and adds their defaults.
 *
 * @param own names of the options that only this delivery takes
 * @throws ConfigurationError naming the option
 */
export function completeDeliveryOptions(
  options: DeliveryOptions,
  own: readonly string[] = [],
): CompleteDeliveryOptions {
  assertObject('delivery', options);
  assertKnownOptions(options, [...own, ...Object.keys(DEFAULTS)], 'delivery.');
  const complete = withDefaults(DEFAULTS, options);
  assertInteger('delivery.concurrency', complete.concurrency, 1);
  assertInteger('delivery.dedupeWindowMs', complete.dedupeWindowMs, 0);
  assertInteger('delivery.drainTimeoutMs', complete.drainTimeoutMs, 0);
  return { ...complete, retry: completeRetryOptions(complete.retry) };
}
