import type { CallbackRecord } from '../delivery/port/callback-record.js';
import type { Delivery } from '../delivery/port/delivery.js';
import { stepOf } from '../lifecycle/body-of.js';
import type { Lifecycle } from '../lifecycle/lifecycle.js';

/**
 * Hands an event of the module's own to the delivery, and reports the step `accepted` as for a callback of Chat.
 *
 * @returns `false` if it was emitted before, perhaps by another process
 * @throws DeliveryUnavailableError if it cannot be kept
 */
export async function emitDerived(
  record: CallbackRecord,
  delivery: Delivery,
  lifecycle: Lifecycle,
): Promise<boolean> {
  const startedAt = performance.now();
  const outcome = await delivery.accept(record);
  const durationMs = performance.now() - startedAt;
  if (lifecycle.isObserved('accepted')) {
    lifecycle.report('accepted', stepOf(record, { outcome, durationMs }));
  }
  return outcome === 'accepted';
}
