import { DeliveryEngine } from '../../engine/delivery-engine.js';
import type { DeliveryFactory } from '../../port/delivery.js';
import { claimStore } from '../exclusive-store.js';
import { resolveBullMqOptions, queueNameOf, serverOf, type BullMqDeliveryOptions } from './bullmq.options.js';
import { BullMqStore } from './bullmq-store.js';

/**
 * Keeps accepted callbacks in a BullMQ queue on Redis or Valkey, which any number of instances share: any of them handles
 * a callback, and what was acknowledged survives their crashes. Needs the packages `bullmq` and `ioredis`.
 *
 * @throws ConfigurationError naming the option that is not right
 */
export function bullMqDelivery(options: BullMqDeliveryOptions): DeliveryFactory {
  const complete = resolveBullMqOptions(options);
  return async (context) => {
    const queueName = queueNameOf(complete, context.registration);
    const { connection, prefix } = complete;
    // Who only receives takes nothing from anybody.
    const release = !complete.worker
      ? () => {}
      : claimStore(`${prefix}:${queueName} in Redis at ${serverOf(connection)}`, context);
    const store = new BullMqStore(complete, queueName, context, release);
    await store.open();
    return new DeliveryEngine(store, complete, context);
  };
}
