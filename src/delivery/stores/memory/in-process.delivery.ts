import { DeliveryEngine } from '../../engine/delivery-engine.js';
import type { DeliveryFactory } from '../../port/delivery.js';
import { resolveInProcessOptions, type InProcessDeliveryOptions } from './in-process.options.js';
import { MemoryStore } from './memory-store.js';

/**
 * Keeps accepted callbacks in the memory of this process: nothing to install. `app.close()` waits for the handlers;
 * a crash loses what was waiting.
 *
 * @throws ConfigurationError naming the option that is not right
 */
export function inProcessDelivery(options: InProcessDeliveryOptions = {}): DeliveryFactory {
  const complete = resolveInProcessOptions(options);
  return (context) => new DeliveryEngine(new MemoryStore(complete, context), complete, context);
}
