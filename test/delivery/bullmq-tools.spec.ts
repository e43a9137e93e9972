import { Queue } from 'bullmq';
import { Queue as Queue5 } from 'bullmq-5';
import { describe, expect, it, type TestContext } from 'vitest';
import { bullMqDelivery, type BullMqDeliveryOptions } from '../../src/delivery/stores/bullmq/index.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasRedis } from '../support/redis/redis-server.js';
import { startRedis } from '../support/redis/start-redis.js';

const DEATH = { reason: 'invalid', handlers: [], attempts: 0, error: 'unlike its class' } as const;

const VERSIONS = {
  'BullMQ 5': (port: number) => new Queue5('callbacks', { connection: { port } }),
  'BullMQ 6': (port: number) => new Queue('callbacks', { connection: { port } }),
};

describe.runIf(hasRedis()).for(Object.entries(VERSIONS))(
  'bullMqDelivery beside tools of %s',
  ([, toolOf]) => {
    const begin = async (test: TestContext, options: Omit<BullMqDeliveryOptions, 'connection'> = {}) => {
      const { port } = await startRedis();
      const factory = bullMqDelivery({ connection: { port }, queueName: 'callbacks', ...options });
      const queue = toolOf(port);
      test.onTestFinished(() => queue.close());
      return { opened: await ObservedDelivery.open(test, factory), queue };
    };

    it('shows its callbacks, and lets a tool retry a dead letter', async (test) => {
      const { opened, queue } = await begin(test, { retry: { attempts: 2, initialDelayMs: 60_000 } });
      await opened.delivery.accept(recordOf(1));
      await opened.delivery.deadLetter(recordOf(2), DEATH);
      expect(await queue.getJobCounts()).toMatchObject({ waiting: 1, failed: 1 });
      const [waiting] = await queue.getWaiting();
      expect(waiting?.name).toBe(recordOf(1).command);
      expect(waiting?.data).toEqual({ v: 2, record: recordOf(1) });
      const [failed] = await queue.getFailed();
      expect(failed?.failedReason).toBe('unlike its class');
      await failed?.retry();

      const handler = new CountedHandler(async ({ id }) => {
        if (id === recordOf(1).id) throw new Error('on purpose');
      });
      opened.delivery.start(handler.handle);
      await eventually(async () => (await queue.getDelayedCount()) === 1);
      await eventually(() => opened.completed.includes(recordOf(2).id));
      const [delayed] = await queue.getDelayed();
      expect(delayed).toMatchObject({ attemptsMade: 1, progress: { attempts: 1 } });
      await queue.obliterate({ force: true });
      expect(await opened.delivery.stats()).toMatchObject({ pending: 0, dead: 0, oldestPendingAt: null });
    });

    it('handles callbacks whose progress a tool has overwritten', async (test) => {
      const { opened, queue } = await begin(test);
      const odd = [
        { attempts: 0, done: [], ended: [], only: 'H.handle' },
        { attempts: 0, done: [], ended: [], left: [null] },
        { attempts: 'many', done: [], ended: [null], suspicion: 7 },
      ];
      for (const [nth, progress] of odd.entries()) {
        await opened.delivery.accept(recordOf(nth));
        const jobs = await queue.getWaiting();
        await jobs.find(({ data }) => data.record.id === recordOf(nth).id)?.updateProgress(progress);
      }
      const handler = new CountedHandler();
      opened.delivery.start(handler.handle);
      await eventually(() => opened.completed.length === odd.length);
    });

    it('loses nothing that it accepts while the queue is paused', async (test) => {
      const { opened, queue } = await begin(test);
      await opened.delivery.accept(recordOf(1));
      await queue.pause();
      await opened.delivery.accept(recordOf(2));
      await queue.pause();
      await opened.delivery.accept(recordOf(3));
      const handler = new CountedHandler();
      opened.delivery.start(handler.handle);
      await queue.resume();
      await eventually(() => opened.completed.length === 3);
      expect(handler.repeated).toEqual([]);
      expect(await opened.delivery.stats()).toMatchObject({ pending: 0, oldestPendingAt: null });
    });
  },
);
