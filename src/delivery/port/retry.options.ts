import { assertInteger, resolveGroup } from '../../common/option-checks.js';
import { assertRetry, type HandlerRetryOptions } from '../../events/decorator/handler-limits.js';

/** How often and when a handler is retried after it failed, or after the process died in it. */
export interface RetryOptions extends HandlerRetryOptions {
  /**
   * Number of deaths of the process in a handler of a record that make the record a dead letter. The first death, with lmdb the second one,
   * does not count: it makes suspects of the records that were in their handlers. Suspects are handled one at a time.
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
  const complete = resolveGroup('delivery.retry', DEFAULTS, options);
  assertRetry('delivery.retry', complete);
  assertInteger('delivery.retry.crashes', complete.crashes, 1);
  return complete;
}
