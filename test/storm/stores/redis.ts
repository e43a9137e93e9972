import { setTimeout as delay } from 'node:timers/promises';
import { networkFaults } from '../faults/network-faults.js';
import { ofStore } from '../faults/fault.js';
import { idOf, RedisCluster } from '../../support/redis/redis-cluster.js';
import { RedisSentinel } from '../../support/redis/redis-sentinel.js';
import { RedisServer } from '../../support/redis/redis-server.js';
import { StoreProxy } from './store-proxy.js';
import type { StormStore } from './storm-store.js';

const PASSWORD = 'storm';

/** One Redis, and a proxy for each receiver. */
export async function openRedis(receivers: number): Promise<StormStore> {
  const redis = await RedisServer.start();
  const proxies = await Promise.all(Array.from({ length: receivers }, () => StoreProxy.to(redis.port)));
  const restart = ofStore('restart store', async (forMs) => {
    await redis.kill();
    await delay(forMs);
    await redis.start();
  });
  const hang = ofStore('hanging store', async (forMs) => {
    redis.signal('SIGSTOP');
    await delay(forMs);
    redis.signal('SIGCONT');
  });
  return {
    addresses: proxies.map(({ port }) => ({ kind: 'bullmq', connection: { port }, minReplicas: 0 })),
    faults: [restart, hang, ...networkFaults(proxies)],
    remove: async () => {
      for (const proxy of proxies) proxy.close();
      await redis.remove();
    },
  };
}

/** A master with two replicas, and a Sentinel. */
export async function openSentinel(receivers: number): Promise<StormStore> {
  const sentinel = await RedisSentinel.start(PASSWORD);
  const { connection } = sentinel;
  const failover = ofStore('failover', async () => {
    await sentinel.failOver();
    await delay(FAILOVER_MS);
  });
  return {
    addresses: Array.from({ length: receivers }, () => ({ kind: 'bullmq', connection, minReplicas: 1 })),
    faults: [failover],
    remove: () => sentinel.remove(),
  };
}

/** How long a failover takes before another one may be asked for, in ms. */
const FAILOVER_MS = 12_000;

/** How many slots are moved at once. */
const SLOTS = 4000;

/** Three masters, between which slots are moved. */
export async function openCluster(receivers: number): Promise<StormStore> {
  const cluster = await RedisCluster.start(PASSWORD);
  let turn = 0;
  const move = ofStore('moved slots', async () => {
    const [from, to] = [cluster.nodes[turn % 3], cluster.nodes[(turn + 1) % 3]];
    turn += 1;
    if (from === undefined || to === undefined) return;
    const words = ['--cluster-from', await idOf(from), '--cluster-to', await idOf(to)];
    await cluster.manage('reshard', ...words, '--cluster-slots', String(SLOTS));
  });
  const ports = cluster.nodes.map(({ port }) => port);
  return {
    addresses: Array.from({ length: receivers }, () => ({
      kind: 'bullmq-cluster',
      ports,
      password: PASSWORD,
    })),
    faults: [move],
    remove: () => cluster.remove(),
  };
}
