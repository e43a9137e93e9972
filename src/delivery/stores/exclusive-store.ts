import { ConfigurationError } from '../../common/configuration-error.js';
import type { DeliveryContext } from '../port/delivery.js';

interface Holder {
  readonly context: DeliveryContext;
  /** How many deliveries of this registration have it. */
  deliveries: number;
}

const holders = new Map<string, Holder>();

/**
 * Keeps two registrations of this process off one store: each would take what the other one has accepted.
 *
 * @param key names the store, whichever registration asks
 * @returns what gives it back, to be called once
 * @throws ConfigurationError naming both registrations
 */
export function claimStore(key: string, context: DeliveryContext): () => void {
  const holder = holders.get(key) ?? { context, deliveries: 0 };
  if (!mayShare(holder.context, context)) {
    throw new ConfigurationError(
      'delivery',
      `the same store (${key}) for the registrations '${holder.context.registration}' and '${context.registration}'`,
      'give each registration a store of its own',
    );
  }
  holder.deliveries += 1;
  holders.set(key, holder);
  return () => {
    holder.deliveries -= 1;
    if (holder.deliveries === 0) holders.delete(key);
  };
}

/** Several apps in one process, such as in a test, are what several processes are: one registration in each. */
function mayShare(one: DeliveryContext, other: DeliveryContext): boolean {
  if (one.lifecycle === other.lifecycle) return true;
  return one.registration === other.registration && one.lifecycle.app !== other.lifecycle.app;
}
