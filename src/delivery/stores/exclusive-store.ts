import { ConfigurationError } from '../../common/configuration-error.js';
import type { DeliveryContext } from '../port/delivery.js';

interface Holder {
  readonly context: DeliveryContext;
  /** Number of deliveries of this registration that have it. */
  deliveries: number;
}

const holders = new Map<string, Holder>();

/**
 * Reserves a store for one registration of this process. Two registrations would take each other's callbacks.
 *
 * @param key identifies the store
 * @returns a function that releases it, to be called once
 * @throws ConfigurationError naming both registrations
 */
export function claimStore(key: string, context: DeliveryContext): () => void {
  const holder = holders.get(key) ?? { context, deliveries: 0 };
  if (!mayShare(holder.context, context)) {
    throw new ConfigurationError(
      'delivery',
      `the same store (${key}) for the registrations '${holder.context.registration}' and '${context.registration}'`,
      'give each registration its own store',
    );
  }
  holder.deliveries += 1;
  holders.set(key, holder);
  return () => {
    holder.deliveries -= 1;
    if (holder.deliveries === 0) holders.delete(key);
  };
}

/** Several apps in one process, as in a test, may share a store like several processes: with one registration each. */
function mayShare(one: DeliveryContext, other: DeliveryContext): boolean {
  if (one.lifecycle === other.lifecycle) return true;
  return one.registration === other.registration && one.lifecycle.app !== other.lifecycle.app;
}
