import type { Durable } from './durable.js';
import { hasPostgres, startPostgres } from './postgres-server.js';
import { hasRedis, startRedis } from './redis-server.js';
import { startInbox, type Store } from './store.js';

/** Starts an empty store of each durable delivery. A write is on the disk before the answer. */
export const START_STORE: Record<Durable, () => Promise<Store>> = {
  lmdb: startInbox,
  PostgreSQL: startPostgres,
  BullMQ: startRedis,
};

const INSTALLED: Record<Durable, () => boolean> = {
  lmdb: () => true,
  PostgreSQL: hasPostgres,
  BullMQ: hasRedis,
};

/** The durable deliveries whose store this machine can start. */
export function installedStores(): Durable[] {
  return (['lmdb', 'PostgreSQL', 'BullMQ'] as const).filter((durable) => INSTALLED[durable]());
}
