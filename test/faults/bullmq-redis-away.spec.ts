import { describe, expect, it, vi } from 'vitest';
import { hasRedis, type RedisServer } from '../support/redis/redis-server.js';
import { AlarmLoad } from './alarm-load.js';
import { HandledFile } from './handled-file.js';
import { ReceiverProcess } from './receiver-process.js';
import { pidOfRedis, startRedis } from '../support/redis/start-redis.js';

/** Chat waits 2 s for an answer, including the time in the network. */
const IN_TIME_MS = 1500;

describe.runIf(hasRedis())('while Redis is away', () => {
  it(
    'a receiver answers 503 in time after a kill of Redis, and loses nothing',
    { timeout: 90_000 },
    async () => {
      const handled = new HandledFile();
      const redis = await startRedis();
      const receiver = await start(redis, handled);
      const load = new AlarmLoad(receiver.baseUrl).start();
      await load.acknowledgesMore(400);

      await redis.kill();
      await load.refusesMore(20);
      const acknowledged = load.acknowledged.size;
      await load.refusesMore(50);
      expect(load.acknowledged.size, 'no OK meanwhile').toBe(acknowledged);
      await vi.waitFor(() => expect(receiver.log).toContain('the store is down: Redis'), { timeout: 5000 });

      await redis.start();
      await load.acknowledgesMore(300);
      await load.stop();
      await handled.hasAll(load);
      expectOnlyInTime(load);
      console.log(handled.summary(`bullmq, Redis killed (${refusalsOf(load)})`, load));
    },
  );

  it(
    'a receiver starts, reports it, answers 503 in time, and recovers when Redis starts',
    { timeout: 60_000 },
    async () => {
      const handled = new HandledFile();
      const redis = await startRedis();
      await redis.kill();
      const receiver = await start(redis, handled);
      await vi.waitFor(() => expect(receiver.log).toContain('the store is down: Redis'), { timeout: 5000 });
      const load = new AlarmLoad(receiver.baseUrl).start();
      await load.refusesMore(20);
      expect(load.acknowledged.size).toBe(0);

      await redis.start();
      await load.acknowledgesMore(100);
      await vi.waitFor(() => expect(receiver.log).toContain('the store can be used again'), {
        timeout: 10_000,
      });
      await load.stop();
      await handled.hasAll(load);
      expectOnlyInTime(load);
    },
  );

  it('a receiver answers 503 in time while Redis hangs, and recovers', { timeout: 90_000 }, async () => {
    const handled = new HandledFile();
    const redis = await startRedis();
    const receiver = await start(redis, handled);
    const load = new AlarmLoad(receiver.baseUrl).start();
    await load.acknowledgesMore(300);

    const pid = await pidOfRedis(redis);
    process.kill(pid, 'SIGSTOP');
    await load.refusesMore(12);
    process.kill(pid, 'SIGCONT');

    await load.acknowledgesMore(300);
    await load.stop();
    await handled.hasAll(load);
    expectOnlyInTime(load);
    console.log(handled.summary(`bullmq, Redis hung (${refusalsOf(load)})`, load));
  });
});

function start({ port }: RedisServer, handled: HandledFile): Promise<ReceiverProcess> {
  return ReceiverProcess.start({
    delivery: { kind: 'bullmq', options: { connection: { port } } },
    handledFile: handled.path,
    handlerMs: 5,
  });
}

/** Expects that each request got OK or 503, and each 503 while Chat was still waiting. */
function expectOnlyInTime(load: AlarmLoad): void {
  expect(load.unanswered).toBe(0);
  expect(load.statuses).toEqual([200, 503]);
  expect(load.slowest(503)).toBeLessThan(IN_TIME_MS);
}

function refusalsOf(load: AlarmLoad): string {
  return `${load.took(503).length} × 503, the slowest after ${Math.round(load.slowest(503))} ms`;
}
