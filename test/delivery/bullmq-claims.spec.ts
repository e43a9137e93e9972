import { Queue } from 'bullmq';
import { describe, expect, it, type TestContext } from 'vitest';
import { bullMqDelivery, type BullMqDeliveryOptions } from '../../src/delivery/stores/bullmq/index.js';
import { Gate } from '../support/gate.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasRedis, RedisServer } from '../support/redis/redis-server.js';

describe.runIf(hasRedis())('bullMqDelivery claims', { concurrent: true }, () => {
  it('a record that it adds, in the same step', async (test) => {
    const { redis, opened, queue } = await begin(test);
    const gate = new Gate();
    opened.delivery.start(new CountedHandler(() => gate.pass()).handle);
    await opened.delivery.accept(recordOf(1));
    await gate.reached();
    const [active] = await queue.getActive();
    expect(active).toMatchObject({ data: { record: recordOf(1) }, attemptsStarted: 1 });
    expect(active?.processedOn).toBeGreaterThan(Date.now() - 10_000);
    gate.open();
    await eventually(() => opened.completed.length === 1);

    const before = await scriptsOf(redis);
    for (let nth = 2; nth <= 41; nth += 1) {
      await opened.delivery.accept(recordOf(nth));
      await eventually(() => opened.completed.length === nth);
    }
    // Each record takes one script to add it and one to complete it. The maintenance adds a few.
    expect((await scriptsOf(redis)) - before).toBeLessThan(40 * 2 + 20);
  });

  it('no more records than it handles at a time', async (test) => {
    const { opened, queue } = await begin(test, { concurrency: 2 });
    const gate = new Gate();
    const handler = new CountedHandler(async ({ id }) => {
      if (id !== recordOf(1).id) await gate.pass();
    });
    opened.delivery.start(handler.handle);
    await opened.delivery.accept(recordOf(1));
    await eventually(() => opened.completed.length === 1);
    await Promise.all([2, 3, 4, 5].map(async (nth) => opened.delivery.accept(recordOf(nth))));
    await gate.reached(2);
    expect(await queue.getJobCounts('active', 'wait')).toEqual({ active: 2, wait: 2 });
    expect(handler.calls.size).toBe(3);
    gate.open();
    await eventually(() => opened.completed.length === 5);
    expect(handler.repeated).toEqual([]);
  });

  it('no record before an earlier one that waits', async (test) => {
    const { redis, opened, queue } = await begin(test);
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    await opened.delivery.accept(recordOf(1));
    await eventually(() => opened.completed.length === 1);
    await queue.pause();
    for (const nth of [2, 3, 4, 5]) await opened.delivery.accept(recordOf(nth));
    // `resume` would wake the worker.
    await redis.ask((client) => client.hdel('bull:callbacks:meta', 'paused'));
    await opened.delivery.accept(recordOf(6));
    await eventually(() => opened.completed.length === 6);
    expect([...handler.calls.keys()]).toEqual([1, 2, 3, 4, 5, 6].map((nth) => recordOf(nth).id));
  });

  it('waiting records, although new ones arrive all the time', async (test) => {
    const { opened, open } = await begin(test, { concurrency: 1 });
    const receiver = await open({ worker: false });
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    let next = 0;
    const send = async ({ delivery }: ObservedDelivery) => {
      while (next < 500) await delivery.accept(recordOf((next += 1)));
    };
    await Promise.all([opened, receiver, receiver].map(send));
    await eventually(() => opened.completed.length === next);
    expect(handler.repeated).toEqual([]);
  });

  it('nothing while the queue is paused', async (test) => {
    const { opened, queue } = await begin(test);
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    await opened.delivery.accept(recordOf(1));
    await eventually(() => opened.completed.length === 1);
    await queue.pause();
    await opened.delivery.accept(recordOf(2));
    expect(await opened.delivery.stats()).toMatchObject({ pending: 1, running: 0 });
    expect(await queue.getActiveCount()).toBe(0);
    await queue.resume();
    await eventually(() => opened.completed.length === 2);
  });

  it('no more records than the queue allows all processes together', async (test) => {
    const { opened, open, queue } = await begin(test);
    const other = await open();
    const gate = new Gate();
    const first = [recordOf(1), recordOf(2)];
    const handler = new CountedHandler(async ({ id }) => {
      if (first.every((record) => record.id !== id)) await gate.pass();
    });
    for (const { delivery } of [opened, other]) delivery.start(handler.handle);
    for (const record of first) await opened.delivery.accept(record);
    await eventually(() => opened.completed.length + other.completed.length === 2);
    await queue.setGlobalConcurrency(1);
    for (const nth of [3, 4]) await opened.delivery.accept(recordOf(nth));
    for (const nth of [5, 6]) await other.delivery.accept(recordOf(nth));
    await gate.reached();
    expect(await queue.getJobCounts('active', 'wait')).toEqual({ active: 1, wait: 3 });
    gate.open();
    await eventually(() => opened.completed.length + other.completed.length > 2);
  });

  it('no more records than the rate limit of the queue allows', async (test) => {
    const { opened, queue } = await begin(test);
    const times: number[] = [];
    const handler = new CountedHandler(async () => void times.push(performance.now()));
    for (let nth = 0; nth < 6; nth += 1) await opened.delivery.accept(recordOf(nth));
    await queue.setGlobalRateLimit(2, 500);
    opened.delivery.start(handler.handle);
    await eventually(() => opened.completed.length === 6);
    const [first = 0, second = 0] = [times[2], times[4]].map((time) => Number(time) - Number(times[0]));
    expect(first).toBeGreaterThan(400);
    expect(second).toBeGreaterThan(800);
  });

  it('records that a tool of BullMQ has prioritised, and not those that it has removed', async (test) => {
    const { opened, queue } = await begin(test);
    for (const nth of [1, 2, 3]) await opened.delivery.accept(recordOf(nth));
    const [first, second] = await queue.getWaiting();
    await first?.changePriority({ priority: 2 });
    await second?.remove();
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    await eventually(() => opened.completed.length === 2);
    expect([...handler.calls.keys()]).toEqual([3, 1].map((nth) => recordOf(nth).id));
    expect(await opened.delivery.stats()).toMatchObject({ pending: 0, dead: 0 });
  });

  it('nothing without a worker', async (test) => {
    const { opened, queue } = await begin(test, { worker: false });
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    await opened.delivery.accept(recordOf(1));
    expect(await queue.getJobCounts('active', 'wait')).toEqual({ active: 0, wait: 1 });
  });
});

async function begin(test: TestContext, options: Omit<BullMqDeliveryOptions, 'connection'> = {}) {
  const redis = await RedisServer.start();
  test.onTestFinished(() => redis.remove());
  // Another name of the host makes it the delivery of another process: the guard against shared queues compares names.
  const factoryOf = (host: string, more: Omit<BullMqDeliveryOptions, 'connection'> = {}) =>
    bullMqDelivery({ connection: { host, port: redis.port }, queueName: 'callbacks', ...options, ...more });
  const opened = await ObservedDelivery.open(test, factoryOf('localhost'));
  const queue = new Queue('callbacks', { connection: { port: redis.port } });
  test.onTestFinished(() => queue.close());
  const open = (more: Omit<BullMqDeliveryOptions, 'connection'> = {}) =>
    ObservedDelivery.open(test, factoryOf('127.0.0.1', more));
  return { redis, opened, open, queue };
}

/** Returns how many scripts Redis has run. */
async function scriptsOf(redis: RedisServer): Promise<number> {
  const info = await redis.ask((client) => client.info('commandstats'));
  return Number(/cmdstat_evalsha:calls=(\d+)/.exec(info)?.[1]);
}
