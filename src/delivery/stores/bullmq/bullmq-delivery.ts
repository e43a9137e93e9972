import { deliveryOn } from '../../engine/delivery-engine.js';
import type { DeliveryContext, DeliveryFactory } from '../../port/delivery.js';
import { claimStore } from '../exclusive-store.js';
import {
  BULLMQ_OPTIONS,
  queueNameOf,
  resolveBullMqOptions,
  serverOf,
  type BullMqDeliveryOptions,
} from './bullmq.options.js';
import { BullMqStore } from './bullmq-store.js';

/**
 * Keeps accepted callbacks in a BullMQ queue on Redis or Valkey. Any number of instances share the queue: any of them handles
 * a callback, and acknowledged callbacks survive their crashes. Needs the package `ioredis`; tools of BullMQ 5 and 6 show the queue.
 *
 * @throws ConfigurationError naming the option that is wrong
 */
export function bullMqDelivery(options: BullMqDeliveryOptions): DeliveryFactory {
  const resolved = resolveBullMqOptions(options);
  const { connection, prefix, worker } = resolved;
  const open = async (context: DeliveryContext): Promise<BullMqStore> => {
    const queueName = queueNameOf(resolved, context.registration);
    // An instance that only receives takes no callbacks from another registration.
    const release = worker
      ? claimStore(`${prefix}:${queueName} in Redis at ${serverOf(connection)}`, context)
      : () => {};
    const store = new BullMqStore(resolved, queueName, context, release);
    await store.open();
    return store;
  };
  return deliveryOn(open, resolved, BULLMQ_OPTIONS);
}
