import { deliveryOn } from '../../engine/delivery-engine.js';
import type { DeliveryFactory } from '../../port/delivery.js';
import {
  IN_PROCESS_OPTIONS,
  resolveInProcessOptions,
  type InProcessDeliveryOptions,
} from './in-process.options.js';
import { MemoryStore } from './memory-store.js';

/**
 * Keeps accepted callbacks in the memory of this process: nothing to install. `app.close()` waits for the handlers; a crash loses what was
 * waiting.
 *
 * @throws ConfigurationError naming the wrong option
 */
export function inProcessDelivery(options: InProcessDeliveryOptions = {}): DeliveryFactory {
  const resolved = resolveInProcessOptions(options);
  return deliveryOn((context) => new MemoryStore(resolved, context), resolved, IN_PROCESS_OPTIONS);
}
