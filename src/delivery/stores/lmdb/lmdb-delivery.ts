import { resolve } from 'node:path';
import { deliveryOn } from '../../engine/delivery-engine.js';
import type { DeliveryContext, DeliveryFactory } from '../../port/delivery.js';
import { claimStore } from '../exclusive-store.js';
import { LMDB_OPTIONS, resolveLmdbOptions, type LmdbDeliveryOptions } from './lmdb.options.js';
import { LmdbStore } from './lmdb-store.js';

/**
 * Keeps accepted callbacks in an embedded inbox on the disk of this machine: what was acknowledged survives a crash. Needs the package
 * `lmdb`.
 *
 * @throws ConfigurationError naming the wrong option; the app does not start when the path cannot be used
 */
export function lmdbDelivery(options: LmdbDeliveryOptions): DeliveryFactory {
  const resolved = resolveLmdbOptions(options);
  const open = async (context: DeliveryContext): Promise<LmdbStore> => {
    const release = claimStore(`the inbox ${resolve(resolved.path)}`, context);
    try {
      return await LmdbStore.open(resolved, context, release);
    } catch (error) {
      release();
      throw error;
    }
  };
  return deliveryOn(open, resolved, LMDB_OPTIONS);
}
