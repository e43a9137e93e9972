import type { StormDelivery } from '../storm-settings.js';
import { openInbox } from './inbox.js';
import { openPostgres } from './postgres.js';
import { openCluster, openRedis, openSentinel } from './redis.js';
import type { StormStore } from './storm-store.js';

const STORES: Record<StormDelivery, (receivers: number, folder: string) => StormStore | Promise<StormStore>> =
  {
    memory: (receivers) => ({
      addresses: Array.from({ length: receivers }, () => ({ kind: 'memory' })),
      faults: [],
      remove: async () => {},
    }),
    lmdb: openInbox,
    postgres: openPostgres,
    bullmq: openRedis,
    'bullmq-sentinel': openSentinel,
    'bullmq-cluster': openCluster,
  };

/**
 * Starts the store of a delivery.
 *
 * @param folder for its files, removed by the caller
 */
export async function openStore(
  delivery: StormDelivery,
  receivers: number,
  folder: string,
): Promise<StormStore> {
  return STORES[delivery](receivers, folder);
}
