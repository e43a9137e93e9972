import { Queue } from 'bullmq';
import { expect, it, onTestFinished } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import type { HandlersOf } from '../../src/delivery/port/record-handler.js';
import { eventually } from '../support/eventually.js';
import { Gate } from '../support/gate.js';
import { ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasRedis, RedisServer } from '../support/redis/redis-server.js';

const COUNT = 100;

/** 60 KB of JSON, and 1.3 MB in memory. */
const BODY = { more: Array.from({ length: 20_000 }, () => ({})) };

it.runIf(hasRedis())('holds no more large bodies than the memory has room for', async (test) => {
  const redis = await RedisServer.start();
  onTestFinished(() => redis.remove());
  const connection = { host: '127.0.0.1', port: redis.port };
  const factory = bullMqDelivery({ connection, queueName: 'callbacks', concurrency: COUNT });
  const opened = await ObservedDelivery.open(test, factory);
  const queue = new Queue('callbacks', { connection });
  onTestFinished(() => queue.close());
  const gate = new Gate();
  const handled: string[] = [];
  const handlersOf: HandlersOf = ({ id }) => {
    const call = async (): Promise<undefined> => {
      await gate.pass();
      handled.push(id);
    };
    return [{ id: 'h', call, concurrency: 1 }];
  };
  opened.delivery.start(handlersOf);

  let mostActive = 0;
  for (let nth = 0; nth < COUNT; nth += 1) {
    await opened.delivery.accept({ ...recordOf(nth), body: BODY });
    mostActive = Math.max(mostActive, await queue.getActiveCount());
  }
  // 32 MB are claimed, and those that one script has claimed wait for room.
  expect(mostActive).toBeLessThan(COUNT / 2);
  gate.open();
  await eventually(() => opened.completed.length === COUNT);
  expect(new Set(handled).size).toBe(COUNT);
  expect(handled).toHaveLength(COUNT);
});
