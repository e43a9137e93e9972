import { setTimeout as delay } from 'node:timers/promises';
import { ofStore } from '../faults/fault.js';
import { networkFaults } from '../faults/network-faults.js';
import { PostgresServer } from '../../support/postgres/postgres-server.js';
import { StoreProxy } from './store-proxy.js';
import type { StormStore } from './storm-store.js';

/** One PostgreSQL, and a proxy for each receiver. */
export async function openPostgres(receivers: number): Promise<StormStore> {
  const server = await PostgresServer.start();
  const proxies = await Promise.all(Array.from({ length: receivers }, () => StoreProxy.to(server.port)));
  const restart = ofStore('restart store', async (forMs) => {
    await server.kill();
    await delay(forMs);
    await server.start();
  });
  return {
    addresses: proxies.map(({ port }) => ({
      kind: 'postgres',
      url: `postgres://postgres@127.0.0.1:${port}/postgres`,
    })),
    faults: [restart, ...networkFaults(proxies)],
    remove: async () => {
      for (const proxy of proxies) proxy.close();
      await server.remove();
    },
  };
}
