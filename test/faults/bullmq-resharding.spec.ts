import { setTimeout } from 'node:timers/promises';
import type { Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery } from '../support/observed-delivery.js';
import { RecordLoad } from '../support/record-load.js';
import { idOf, RedisCluster } from '../support/redis/redis-cluster.js';
import { hasRedis, type RedisServer } from '../support/redis/redis-server.js';

/** How many slots are moved: the first ones of the source, of which the last has the queue. */
const MOVED = 10;

/** How an operator moves the slot of the queue from one node to another. */
const WAYS: Record<string, (cluster: RedisCluster, move: Move) => Promise<void>> = {
  'redis-cli --cluster reshard': reshard,
  'redis-cli --cluster reshard with --cluster-replace': (cluster, move) =>
    reshard(cluster, move, '--cluster-replace'),
  'a move by hand that stops half-way, and redis-cli --cluster fix': async (cluster, move) => {
    await moveHalf(move);
    await cluster.manage('fix');
  },
  'the same with --cluster-replace': async (cluster, move) => {
    await moveHalf(move);
    await cluster.manage('fix', '--cluster-replace');
  },
};

interface Move {
  readonly slot: number;
  readonly from: RedisServer;
  readonly to: RedisServer;
}

describe.runIf(hasRedis())('bullMqDelivery on a Cluster that moves its slot', () => {
  it.for(Object.entries(WAYS))(
    'loses nothing with %s',
    { timeout: 120_000 },
    async ([name, moveSlot], test) => {
      const cluster = await RedisCluster.start('secret');
      test.onTestFinished(() => cluster.remove());
      const [from, to] = cluster.nodes;
      if (from === undefined || to === undefined) throw new Error('the cluster has too few nodes');
      const connection = cluster.client();
      test.onTestFinished(() => connection.disconnect());
      const slot = MOVED - 1;
      const prefix = await from.ask((client) => hashTagIn(slot, client));
      const opened = await ObservedDelivery.open(test, bullMqDelivery({ connection, prefix }));
      const handler = new CountedHandler(() => setTimeout(20));
      opened.delivery.start(handler.handle);
      const load = new RecordLoad(opened.delivery);
      await load.acknowledgesMore(1500);

      const started = performance.now();
      await moveSlot(cluster, { slot, from, to });
      const moved = performance.now();
      await load.acknowledgesMore(300);
      await load.stop();
      await eventually(() => [...load.acknowledged].every((id) => handler.calls.has(id)), 40_000);
      await eventually(async () => (await opened.delivery.stats()).pending === 0);
      const told = [...load.refusals, ...opened.down.map(String), ...opened.faults].join('\n');
      expect(told).not.toMatch(/another format/);
      expect(told).toMatch(/the Cluster is moving the queue to another node/);
      console.log(
        `bullmq, Cluster, ${name}: moved in ${Math.round(moved - started)} ms, ` +
          `${load.acknowledged.size} acknowledged and handled, ${handler.repeated.length} repeated`,
      );
    },
  );
});

async function reshard(cluster: RedisCluster, { from, to }: Move, ...words: string[]): Promise<void> {
  const [source, target] = await Promise.all([idOf(from), idOf(to)]);
  // A key at a time, so that the slot stays open for a while.
  const slowly = ['--cluster-slots', String(MOVED), '--cluster-pipeline', '1'];
  await cluster.manage('reshard', '--cluster-from', source, '--cluster-to', target, ...slowly, ...words);
}

/** Opens the slot, moves half of its keys, and leaves it open for a while. */
async function moveHalf({ slot, from, to }: Move): Promise<void> {
  const [source, target] = await Promise.all([idOf(from), idOf(to)]);
  await to.ask((client) => client.call('CLUSTER', 'SETSLOT', slot, 'IMPORTING', source));
  await from.ask(async (client) => {
    await client.call('CLUSTER', 'SETSLOT', slot, 'MIGRATING', target);
    await setTimeout(1000);
    const count = Number(await client.call('CLUSTER', 'COUNTKEYSINSLOT', slot));
    const keys = await client.call('CLUSTER', 'GETKEYSINSLOT', slot, Math.ceil(count / 2));
    if (!Array.isArray(keys)) throw new Error('Redis names no keys');
    const words = ['127.0.0.1', to.port, '', 0, 5000, 'AUTH', 'secret', 'KEYS', ...keys.map(String)];
    await client.call('MIGRATE', ...words);
  });
  await setTimeout(3000);
}

/** Returns a hash tag whose keys are in a slot. */
async function hashTagIn(slot: number, client: Redis): Promise<string> {
  for (let nth = 0; ; nth += 1) {
    const tag = `{callbacks-${nth}}`;
    if ((await client.call('CLUSTER', 'KEYSLOT', tag)) === slot) return tag;
  }
}
