import type { Redis } from 'ioredis';
import { describe, expect, it, type TestContext } from 'vitest';
import { shortId } from '../../src/common/short-id.js';
import { bullMqDelivery, type BullMqDeliveryOptions } from '../../src/delivery/stores/bullmq/index.js';
import type { HandlersOf } from '../../src/delivery/port/record-handler.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasRedis, RedisServer } from '../support/redis/redis-server.js';

const COUNT = 20;

describe.runIf(hasRedis())('bullMqDelivery drains a full Redis', { concurrent: true }, () => {
  it('although progress is saved before a record is complete', async (test) => {
    const { worker } = await begin(test);
    const retried = new Set<string>();
    // The first attempt of one handler is saved while the other one still runs.
    const handlersOf: HandlersOf = ({ id }) => {
      let hasEnded = (): void => {};
      const ended = new Promise<void>((resolve) => {
        hasEnded = resolve;
      });
      const retry = (attempt: number) => {
        if (attempt === 1) return { handler: 'retried', error: new Error('on purpose'), retryable: true };
        retried.add(id);
        hasEnded();
        return undefined;
      };
      return [
        { id: 'retried', call: retry },
        { id: 'slow', call: () => ended.then(() => undefined) },
      ];
    };
    worker.delivery.start(handlersOf);
    await eventually(() => worker.completed.length === COUNT);
    expect(retried.size).toBe(COUNT);
    expect(worker.faults).toEqual([]);
  });

  it('although each suspect is marked before its handlers are called', async (test) => {
    // As after a crash of the worker that had claimed them.
    const { redis, worker } = await begin(test, (client, job) => client.hset(job, 'stc', 1));
    const marks: unknown[] = [];
    const handler = new CountedHandler(async ({ id }) => {
      marks.push(await redis.ask((client) => client.hget(jobOf(id), 'progress')));
    });
    worker.delivery.start(handler.handle);
    await eventually(() => worker.completed.length === COUNT);
    expect(handler.repeated).toEqual([]);
    expect(marks.filter((mark) => String(mark).includes('"suspicion":{"handler"'))).toHaveLength(COUNT);
    expect(worker.down).toEqual([]);
  });
});

/**
 * Fills a Redis with records that wait, and opens a delivery that has not started.
 *
 * @param prepare called with the key of each job before Redis is full
 */
async function begin(
  test: TestContext,
  prepare: (client: Redis, job: string) => Promise<unknown> = () => Promise.resolve(),
) {
  const redis = await RedisServer.start();
  test.onTestFinished(() => redis.remove());
  const open = (more: Partial<BullMqDeliveryOptions>) =>
    ObservedDelivery.open(
      test,
      bullMqDelivery({
        connection: { host: '127.0.0.1', port: redis.port },
        queueName: 'callbacks',
        retry: { initialDelayMs: 100 },
        ...more,
      }),
    );
  const receiver = await open({ worker: false });
  for (let nth = 0; nth < COUNT; nth += 1) {
    await receiver.delivery.accept(recordOf(nth));
    await redis.ask((client) => prepare(client, jobOf(recordOf(nth).id)));
  }
  await redis.ask((client) => client.config('SET', 'maxmemory', '1mb'));
  await expect(receiver.delivery.accept(recordOf('refused'))).rejects.toThrow(/OOM/);
  const worker = await open({ worker: true });
  return { redis, worker };
}

/** Returns the key of a record's job. */
function jobOf(id: string): string {
  return `bull:callbacks:${shortId(id)}`;
}
