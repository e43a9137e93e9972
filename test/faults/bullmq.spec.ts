import { describe, expect, it } from 'vitest';
import { hasRedis, RedisServer } from '../support/redis/redis-server.js';
import { AlarmLoad } from './alarm-load.js';
import { HandledFile } from './handled-file.js';
import { keepsThePromise } from './keeps-the-promise.js';
import { ReceiverProcess } from './receiver-process.js';
import { startRedis } from '../support/redis/start-redis.js';

describe.runIf(hasRedis())('bullMqDelivery', () => {
  keepsThePromise('bullmq', async (options) => {
    const redis: RedisServer = await startRedis();
    return { kind: 'bullmq', options: { connection: { port: redis.port }, ...options } };
  });

  it('lets a worker handle the callbacks of receivers without one', { timeout: 60_000 }, async () => {
    const handled = new HandledFile();
    const connection = { port: (await startRedis()).port };
    const start = (worker: boolean) =>
      ReceiverProcess.start({
        delivery: { kind: 'bullmq', options: { connection, worker } },
        handledFile: handled.path,
      });
    const [one, other, worker] = await Promise.all([start(false), start(false), start(true)]);
    const loads = [new AlarmLoad(one.baseUrl), new AlarmLoad(other.baseUrl, 1_000_000)];
    await Promise.all(loads.map((load) => load.send(250)));
    await handled.hasAll(...loads);
    expect(handled.lines).toHaveLength(500);
    expect(new Set(handled.lines.map(({ pid }) => pid))).toEqual(new Set([worker.pid]));
    console.log(handled.summary('bullmq, two receivers and a worker', ...loads));
  });
});
