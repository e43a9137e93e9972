import { assertInteger, assertKnownOptions, assertObject, withDefaults } from '../configuration-error.js';

/** Options of {@link inProcessDelivery}. */
export interface InProcessDeliveryOptions {
  /**
   * How many accepted callbacks may be waiting for their handlers or in them. Over that Chat gets 503.
   * @default 10000
   */
  capacity?: number;
  /**
   * How many callbacks are handled at a time.
   * @default 32
   */
  concurrency?: number;
  /**
   * For how long a repeated callback is recognised, in ms; 0 delivers every copy. The last 100,000 callbacks are
   * remembered at the most.
   * @default 600000
   */
  dedupeWindowMs?: number;
  /**
   * How long `app.close()` waits for handlers, in ms.
   * @default 10000
   */
  drainTimeoutMs?: number;
}

const DEFAULTS: Required<InProcessDeliveryOptions> = {
  capacity: 10_000,
  concurrency: 32,
  dedupeWindowMs: 600_000,
  drainTimeoutMs: 10_000,
};

/** @throws ConfigurationError naming the option */
export function completeInProcessOptions(
  options: InProcessDeliveryOptions,
): Required<InProcessDeliveryOptions> {
  assertObject('delivery', options);
  assertKnownOptions(options, Object.keys(DEFAULTS), 'delivery.');
  const complete = withDefaults(DEFAULTS, options);
  assertInteger('delivery.capacity', complete.capacity, 1);
  assertInteger('delivery.concurrency', complete.concurrency, 1);
  assertInteger('delivery.dedupeWindowMs', complete.dedupeWindowMs, 0);
  assertInteger('delivery.drainTimeoutMs', complete.drainTimeoutMs, 0);
  return complete;
}
