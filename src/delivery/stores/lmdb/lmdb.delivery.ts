import { resolve } from 'node:path';
import { DeliveryEngine } from '../../engine/delivery-engine.js';
import type { DeliveryFactory } from '../../port/delivery.js';
import { claimStore } from '../exclusive-store.js';
import { resolveLmdbOptions, type LmdbDeliveryOptions } from './lmdb.options.js';
import { LmdbStore } from './lmdb-store.js';

/**
 * Keeps accepted callbacks in an embedded inbox on the disk of this machine: what was acknowledged survives a crash.
 * Needs the package `lmdb`.
 *
 * @throws ConfigurationError naming the option that is not right; the app does not start when the path cannot be used
 */
export function lmdbDelivery(options: LmdbDeliveryOptions): DeliveryFactory {
  const complete = resolveLmdbOptions(options);
  return async (context) => {
    const release = claimStore(`the inbox ${resolve(complete.path)}`, context);
    try {
      return new DeliveryEngine(await LmdbStore.open(complete, context, release), complete, context);
    } catch (error) {
      release();
      throw error;
    }
  };
}
