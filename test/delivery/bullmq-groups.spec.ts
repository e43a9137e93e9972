import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, type TestContext } from 'vitest';
import { bullMqDelivery, type BullMqDeliveryOptions } from '../../src/delivery/stores/bullmq/index.js';
import type { CallbackRecord } from '../../src/delivery/port/callback-record.js';
import { Gate } from '../support/gate.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasRedis, type RedisServer } from '../support/redis/redis-server.js';
import { startRedis } from '../support/redis/start-redis.js';

const RECORDS = Array.from({ length: 200 }, (_, nth) => recordOf(nth));

describe.runIf(hasRedis())('bullMqDelivery groups what arrives together', () => {
  it('into few calls, for adds and for completions', async (test) => {
    const { redis, opened } = await begin(test, { concurrency: 200 });
    const gate = new Gate();
    const handler = new CountedHandler(() => gate.pass());
    opened.delivery.start(handler.handle);
    const before = await scriptsOf(redis);
    expect(new Set(await acceptAll(opened, RECORDS))).toEqual(new Set(['accepted']));
    await gate.reached(200);
    gate.open();
    await eventually(() => opened.completed.length === 200);
    // The maintenance adds a few.
    expect((await scriptsOf(redis)) - before).toBeLessThan(20);
    expect(handler.repeated).toEqual([]);
    expect(await opened.delivery.stats()).toMatchObject({ pending: 0 });
  });

  it('and takes each record once, if copies are in the same call', async (test) => {
    const { opened } = await begin(test);
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    const outcomes = await acceptAll(opened, [...RECORDS, ...RECORDS, ...RECORDS]);
    expect(outcomes.filter((outcome) => outcome === 'accepted')).toHaveLength(200);
    expect(outcomes.filter((outcome) => outcome === 'duplicate')).toHaveLength(400);
    await eventually(() => opened.completed.length === 200);
    expect(handler.repeated).toEqual([]);
  });

  it('and claims no more than it handles at a time, in the order of receipt', async (test) => {
    const { opened } = await begin(test, { concurrency: 2 });
    const gate = new Gate();
    const handler = new CountedHandler(() => gate.pass());
    opened.delivery.start(handler.handle);
    await acceptAll(opened, RECORDS);
    await gate.reached(2);
    expect(handler.calls.size).toBe(2);
    gate.open();
    await eventually(() => opened.completed.length === 200);
    expect([...handler.calls.keys()]).toEqual(RECORDS.map(({ id }) => id));
  });

  it('and writes nothing for the lost claims among those that end together', async (test) => {
    const { redis, opened } = await begin(test, { concurrency: 200 });
    const gate = new Gate();
    const handler = new CountedHandler(() => gate.pass());
    opened.delivery.start(handler.handle);
    await acceptAll(opened, RECORDS);
    await gate.reached(200);
    const locks = await redis.ask((client) => client.keys('bull:callbacks:*:lock'));
    const lost = locks.slice(0, 50);
    for (const lock of lost) {
      await redis.ask((client) => client.set(lock, 'the token of another worker', 'PX', 60_000));
    }
    gate.open();
    await eventually(() => opened.completed.length === 150);
    expect(await opened.delivery.stats()).toMatchObject({ pending: 50, dead: 0 });
  });

  it('and acknowledges no record of a call that too few replicas have, and no copy', async (test) => {
    const { opened } = await begin(test, { minReplicas: 1 });
    const outcomes = await acceptAll(opened, [...RECORDS, ...RECORDS]);
    expect(new Set(outcomes)).toEqual(new Set(['0 replicas have the callback, but minReplicas is 1']));
  });

  it('and loses nothing if the connection is cut during the calls', { timeout: 60_000 }, async (test) => {
    const { redis, opened } = await begin(test);
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    const acknowledged = new Set<string>();
    const send = async (record: CallbackRecord) => {
      while (!acknowledged.has(record.id)) {
        const outcome = await Promise.resolve(opened.delivery.accept(record)).catch(() => 'refused');
        if (outcome !== 'refused') acknowledged.add(record.id);
        // A refusal takes no turn, in which the connection would open again.
        else await setImmediate();
      }
    };
    const sending = Promise.all(RECORDS.map(send));
    const cutting = redis.ask(async (client) => {
      for (let nth = 0; nth < 20; nth += 1)
        await client.call('CLIENT', 'KILL', 'TYPE', 'normal', 'SKIPME', 'yes');
    });
    await Promise.all([sending, cutting]);
    await eventually(() => RECORDS.every(({ id }) => handler.calls.has(id)), 40_000);
    await eventually(async () => (await opened.delivery.stats()).pending === 0, 40_000);
  });
});

async function begin(test: TestContext, options: Omit<BullMqDeliveryOptions, 'connection'> = {}) {
  const redis = await startRedis();
  const factory = bullMqDelivery({ connection: { port: redis.port }, queueName: 'callbacks', ...options });
  return { redis, opened: await ObservedDelivery.open(test, factory) };
}

/** Accepts records in one turn, and returns the outcome of each, or why it was refused. */
function acceptAll({ delivery }: ObservedDelivery, records: readonly CallbackRecord[]): Promise<string[]> {
  const accept = async (record: CallbackRecord) => delivery.accept(record);
  return Promise.all(records.map((record) => accept(record).catch((error: Error) => error.message)));
}

/** Returns how many scripts Redis has run. */
async function scriptsOf(redis: RedisServer): Promise<number> {
  const info = await redis.ask((client) => client.info('commandstats'));
  return Number(/cmdstat_evalsha:calls=(\d+)/.exec(info)?.[1]);
}
