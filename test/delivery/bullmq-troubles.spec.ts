import { setTimeout as delay } from 'node:timers/promises';
import { Queue } from 'bullmq';
import { describe, expect, it, type TestContext } from 'vitest';
import { bullMqDelivery, type BullMqDeliveryOptions } from '../../src/delivery/stores/bullmq/index.js';
import { DeliveryUnavailableError } from '../../src/delivery/port/delivery.js';
import { Gate } from '../support/gate.js';
import { Gateway } from '../support/redis/gateway.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { freePort, hasRedis, RedisServer } from '../support/redis/redis-server.js';

const DEATH = { reason: 'invalid', handlers: [], attempts: 0, error: 'unlike its class' } as const;

describe.runIf(hasRedis())('bullMqDelivery in trouble', { concurrent: true }, () => {
  it('does not repeat handlers that ended during an outage', { timeout: 40_000 }, async (test) => {
    const { redis, opened } = await begin(test, { concurrency: 4 });
    const gate = new Gate();
    const handler = new CountedHandler(() => gate.pass());
    opened.delivery.start(handler.handle);
    for (const nth of [1, 2, 3, 4]) await opened.delivery.accept(recordOf(nth));
    await gate.reached(4);
    await redis.kill();
    gate.open();
    await opened.saysDown(/Redis is away: .*ECONNREFUSED/);
    await redis.start();
    await opened.saysUp();
    await eventually(() => opened.completed.length === 4);
    await eventually(async () => (await opened.delivery.stats()).pending === 0);
    expect(handler.repeated).toEqual([]);
    expect(handler.calls.size).toBe(4);
  });

  it('does not count a stop as a crash, even after drainTimeoutMs', async (test) => {
    const { opened, open, redis } = await begin(test, { drainTimeoutMs: 20 });
    const gate = new Gate();
    opened.delivery.start(new CountedHandler(() => gate.pass()).handle);
    await opened.delivery.accept(recordOf(1));
    await gate.reached();
    const other = await open();
    const progress: unknown[] = [];
    const job = Buffer.from(recordOf(1).id).toString();
    const handler = new CountedHandler(async () => {
      progress.push(await redis.ask((client) => client.hget(`bull:callbacks:${job}`, 'progress')));
    });
    other.delivery.start(handler.handle);
    await opened.delivery.close();
    await eventually(() => other.completed.length === 1, 2000);
    expect(progress.join()).not.toMatch('suspicion');
    gate.open();
    expect(opened.completed).toEqual([]);
  });

  it('writes nothing for a lost claim', async (test) => {
    const { redis, opened } = await begin(test);
    const gate = new Gate();
    const handler = new CountedHandler(() => gate.pass());
    opened.delivery.start(handler.handle);
    await opened.delivery.accept(recordOf(1));
    await gate.reached();
    const [lock] = await redis.ask((client) => client.keys('bull:callbacks:*:lock'));
    await redis.ask((client) => client.set(String(lock), 'the token of another worker', 'PX', 3000));
    gate.open();
    await eventually(async () => (await opened.delivery.stats()).running === 0);
    expect(await opened.delivery.stats()).toMatchObject({ pending: 1, dead: 0 });
    expect(opened.completed).toEqual([]);
    // The other worker does not exist, so its lock expires and the record is handled again.
    await eventually(() => opened.completed.length === 1);
    expect(handler.repeated).toEqual([recordOf(1).id]);
  });

  it('claims further records when a claim was lost while its handlers ran', async (test) => {
    const { redis, opened } = await begin(test, { concurrency: 1, retry: { initialDelayMs: 200 } });
    const gate = new Gate();
    let isHandled = false;
    const failing = { id: 'failing', call: () => ({ handler: 'failing', error: 'no', retryable: true }) };
    const slow = { id: 'slow', call: () => gate.pass().then(() => undefined) };
    const other = { id: 'other', call: (): undefined => void (isHandled = true) };
    opened.delivery.start(({ id }) => (id === recordOf(1).id ? [failing, slow] : [other]));
    await opened.delivery.accept(recordOf(1));
    await gate.reached();
    const [lock] = await redis.ask((client) => client.keys('bull:callbacks:*:lock'));
    await redis.ask((client) => client.set(String(lock), 'the token of another worker', 'PX', 60_000));
    // The attempt is saved before the next one, so the loss is found while the other handler runs. Nothing shows that outside.
    await delay(1000);
    gate.open();
    await opened.delivery.accept(recordOf(2));
    await eventually(() => isHandled);
  });

  it('closes even if it cannot write the results of its handlers', { timeout: 30_000 }, async (test) => {
    const { redis, opened } = await begin(test);
    const gate = new Gate();
    opened.delivery.start(new CountedHandler(() => gate.pass()).handle);
    await opened.delivery.accept(recordOf(1));
    await gate.reached();
    await redis.kill();
    const closing = performance.now();
    const closed = opened.delivery.close();
    gate.open();
    await closed;
    expect(performance.now() - closing).toBeLessThan(5000);
  });

  it('drains a backlog on a full Redis, which refuses callbacks', async (test) => {
    const { redis, opened, open } = await begin(test, { worker: false });
    for (let nth = 0; nth < 300; nth += 1) await opened.delivery.accept(recordOf(nth));
    await redis.ask((client) => client.config('SET', 'maxmemory', '1mb'));
    await expect(opened.delivery.accept(recordOf('refused'))).rejects.toThrow(/OOM/);

    const failed = new Set<string>();
    const handler = new CountedHandler(async ({ id, body }) => {
      const isOdd = 'QuotaUsed' in body && Number(body.QuotaUsed) % 2 === 1;
      if (!isOdd || failed.has(id)) return;
      failed.add(id);
      throw new Error('on purpose');
    });
    const worker = await open({ worker: true, retry: { initialDelayMs: 100 } });
    worker.delivery.start(handler.handle);
    await eventually(() => worker.completed.length === 300);
    expect(await worker.delivery.stats()).toMatchObject({ pending: 0, dead: 0 });
    expect(handler.repeated.length).toBe(150);
    expect(worker.down).toEqual([]);
    await expect(opened.delivery.accept(recordOf('refused'))).rejects.toThrow(/OOM/);

    await redis.ask((client) => client.config('SET', 'maxmemory', '0'));
    await opened.delivery.accept(recordOf('refused'));
    await eventually(() => worker.completed.length === 301);
  });

  it('reports what the access rules of Redis forbid, and recovers when they allow it', async (test) => {
    const { redis, opened } = await begin(test);
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    await redis.ask((client) => client.acl('SETUSER', 'default', '-@scripting'));
    await expect(async () => opened.delivery.accept(recordOf(1))).rejects.toThrow(/NOPERM/);
    await opened.saysDown(/NOPERM/);
    await redis.ask((client) => client.acl('SETUSER', 'default', '+@all'));
    await opened.saysUp();
    await opened.delivery.accept(recordOf(1));
    await eventually(() => handler.calls.size === 1);
  });

  it('reports that its worker may not wait for jobs', async (test) => {
    const { redis, opened } = await begin(test);
    await redis.ask((client) => client.acl('SETUSER', 'default', '-bzpopmin'));
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    await opened.saysDown(/NOPERM.*bzpopmin/);
    await redis.ask((client) => client.acl('SETUSER', 'default', '+@all'));
    await opened.delivery.accept(recordOf(1));
    await opened.saysUp();
    await eventually(() => handler.calls.size === 1);
    expect(opened.down).toHaveLength(1);
  });

  it('reports a wrong password', async (test) => {
    const redis = await started(test, await RedisServer.startWith([], 'secret'));
    const factory = bullMqDelivery({ connection: { port: redis.port, password: 'guess' } });
    const opened = await ObservedDelivery.open(test, factory);
    opened.delivery.start(new CountedHandler().handle);
    await opened.saysDown(/WRONGPASS/);
    await expect(opened.delivery.stats()).rejects.toThrow(/WRONGPASS/);
  });

  it('reports why it has no statistics, and closes, if Redis was never reachable', async (test) => {
    const opened = await ObservedDelivery.open(
      test,
      bullMqDelivery({ connection: { port: await freePort() } }),
    );
    opened.delivery.start(new CountedHandler().handle);
    const asked = performance.now();
    await expect(opened.delivery.stats()).rejects.toThrow(/ECONNREFUSED/);
    expect(performance.now() - asked).toBeLessThan(2000);
    const closing = performance.now();
    await Promise.all([opened.delivery.close(), opened.delivery.close()]);
    expect(performance.now() - closing).toBeLessThan(2000);
  });

  it.for(['kill', 'hang'] as const)('closes soon while Redis is away after a %s', async (how, test) => {
    const { redis, opened } = await begin(test);
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    await opened.delivery.accept(recordOf(1));
    await eventually(() => opened.completed.length === 1);
    if (how === 'kill') await redis.kill();
    else redis.signal('SIGSTOP');
    const closing = performance.now();
    await opened.delivery.close();
    expect(performance.now() - closing).toBeLessThan(3000);
  });

  it('leaves a Redis that hangs within 20 s', { timeout: 40_000 }, async (test) => {
    const { redis, opened } = await begin(test);
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    redis.signal('SIGSTOP');
    const stopped = performance.now();
    await eventually(() => refusesFor(opened, 'no answer for 8 s'), 20_000);
    console.log(`bullmq: left a Redis that hangs after ${Math.round(performance.now() - stopped)} ms`);
    redis.signal('SIGCONT');
    await opened.saysUp();
    await opened.delivery.accept(recordOf(2));
    await eventually(() => handler.calls.has(recordOf(2).id));
  });

  it.for(['the start', 'a while'] as const)(
    'leaves a server that accepts connections but never answers, after %s',
    { timeout: 120_000 },
    async (when, test) => {
      const [redis, gateway] = [await started(test, await RedisServer.start()), await Gateway.start()];
      test.onTestFinished(() => gateway.close());
      if (when === 'a while') gateway.leadTo(redis.port);
      const opened = await ObservedDelivery.open(
        test,
        bullMqDelivery({ connection: { port: gateway.port } }),
      );
      const handler = new CountedHandler();
      const handles = async (nth: string) => eventually(() => handler.calls.has(recordOf(nth).id), 20_000);
      const connection = { host: '127.0.0.1', port: redis.port };
      const receiver = await ObservedDelivery.open(test, bullMqDelivery({ connection, worker: false }));
      opened.delivery.start(handler.handle);
      if (when === 'a while') {
        await receiver.delivery.accept(recordOf('before'));
        await handles('before');
        gateway.hang();
      }
      await eventually(() => refusesFor(opened, 'connected, but not ready for 8 s'), 40_000);
      gateway.leadTo(redis.port);
      await eventually(() => opened.up.length > 0, 40_000);
      await opened.delivery.accept(recordOf('received here'));
      await handles('received here');
      await receiver.delivery.accept(recordOf('from the queue'));
      await handles('from the queue');
    },
  );

  it('has at most 64 MB in flight', async (test) => {
    const { redis, opened } = await begin(test);
    redis.signal('SIGSTOP');
    const megabyte = 'x'.repeat(1024 * 1024);
    const sent = Array.from({ length: 70 }, async (_, nth) =>
      opened.delivery.accept({ ...recordOf(nth), body: { megabyte } }),
    );
    const [last] = await Promise.allSettled(sent.slice(-1));
    expect(last).toMatchObject({ status: 'rejected', reason: expect.any(DeliveryUnavailableError) });
    expect(String(last?.status === 'rejected' && last.reason)).toMatch(/in flight/);
    redis.signal('SIGCONT');
    await Promise.allSettled(sent);
  });

  it('rejects a second registration of the process, and names both', async (test) => {
    const { opened, factory } = await begin(test);
    await expect(ObservedDelivery.open(test, factory, 'staging')).rejects.toThrow(/'default' and 'staging'/);
    await opened.delivery.close();
    await ObservedDelivery.open(test, factory, 'staging');
  });

  it('does not touch the queue of another registration, and names that registration', async (test) => {
    const { opened, factory } = await begin(test);
    await opened.delivery.accept(recordOf(1));
    await opened.delivery.close();
    const other = await ObservedDelivery.open(test, factory, 'staging');
    const handler = new CountedHandler();
    other.delivery.start(handler.handle);
    await other.saysDown(/belongs to the registration 'default'/);
    await expect(async () => other.delivery.accept(recordOf(2))).rejects.toThrow(/'default'/);
    await expect(other.delivery.deadLetter(recordOf(2), DEATH)).rejects.toThrow(/'default'/);
    expect(handler.calls.size).toBe(0);
    expect((await other.delivery.stats()).pending).toBe(1);
  });

  it('does not touch jobs of another format, and reports them', async (test) => {
    const { redis, opened } = await begin(test);
    const queue = queueOf(test, redis);
    await queue.add('Group.CallbackOnDailyGroupQuotaAlarm', { v: 1, record: recordOf(1) });
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    await opened.saysDown(/another format/);
    await expect(async () => opened.delivery.accept(recordOf(2))).rejects.toThrow(/another format/);
    expect(handler.calls.size).toBe(0);
    expect(await queue.getJobCounts('wait', 'failed')).toEqual({ wait: 1, failed: 0 });
  });

  it('moves a job that is no callback to the failed jobs', async (test) => {
    const { redis, opened } = await begin(test);
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    await opened.delivery.accept(recordOf(1));
    const queue = queueOf(test, redis);
    await queue.add('another job', {});
    await eventually(() => opened.faults.some((message) => message.includes('is no callback')));
    await eventually(async () => (await queue.getFailedCount()) === 1);
    expect(await opened.delivery.deadLetters.list(10)).toEqual([]);
    await opened.delivery.accept(recordOf(2));
    await eventually(() => handler.calls.size === 2);
  });
});

async function begin(test: TestContext, options: Omit<BullMqDeliveryOptions, 'connection'> = {}) {
  const redis = await started(test, await RedisServer.start());
  const factory = bullMqDelivery({ connection: { port: redis.port }, queueName: 'callbacks', ...options });
  // Another name of the host makes it the delivery of another process: the guard against shared queues compares names.
  const connection = { host: '127.0.0.1', port: redis.port };
  const open = async (more: Omit<BullMqDeliveryOptions, 'connection'> = {}) =>
    ObservedDelivery.open(test, bullMqDelivery({ connection, queueName: 'callbacks', ...options, ...more }));
  const opened = await ObservedDelivery.open(test, factory);
  return { redis, factory, opened, open };
}

/** Returns whether the delivery refuses callbacks for a reason. */
async function refusesFor({ delivery }: ObservedDelivery, reason: string): Promise<boolean> {
  const error = await Promise.resolve(delivery.accept(recordOf(1))).catch(String);
  return typeof error === 'string' && error.includes(reason);
}

async function started(test: TestContext, redis: RedisServer): Promise<RedisServer> {
  test.onTestFinished(() => redis.remove());
  return redis;
}

function queueOf(test: TestContext, { port }: RedisServer): Queue {
  const queue = new Queue('callbacks', { connection: { port } });
  test.onTestFinished(() => queue.close());
  return queue;
}
