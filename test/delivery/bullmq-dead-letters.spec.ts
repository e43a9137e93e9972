import { describe, expect, it } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { DeadLetters } from '../../src/index.js';
import { createTestApp } from '../support/create-test-app.js';
import { longestTurn } from '../support/event-loop-block.js';
import { eventually } from '../support/eventually.js';
import { ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasRedis } from '../support/redis/redis-server.js';
import { startRedis } from '../support/redis/start-redis.js';

const LETTERS = 250;
const DEATH = { reason: 'failed', handlers: ['H.handle'], attempts: 1, error: 'on purpose' } as const;

/** Longest time that one turn may have the processor, in ms. */
const LONGEST_MS = 150;

/** A body of about 250 KB with many objects, which takes long to read. */
const body = { events: Array.from({ length: 9000 }, (_, nth) => ({ From: `user ${nth}`, Seq: nth })) };

describe.runIf(hasRedis())('many dead letters with large bodies in Redis', () => {
  it(
    'are listed, counted, replayed, discarded and dropped in short turns',
    { timeout: 120_000 },
    async (test) => {
      const { port } = await startRedis();
      const options = { connection: { port }, queueName: 'large' };
      const { delivery } = await ObservedDelivery.open(test, bullMqDelivery(options));
      for (let nth = 0; nth < LETTERS; nth += 1) {
        await delivery.deadLetter({ ...recordOf(nth), body }, DEATH);
      }
      await delivery.close();

      const { app } = await createTestApp({ options: { delivery: bullMqDelivery(options) } });
      const letters = app.get(DeadLetters);
      expect(await longestTurn(() => letters.list({ limit: 50 }))).toBeLessThan(LONGEST_MS);
      expect(await longestTurn(() => letters.count())).toBeLessThan(LONGEST_MS);
      expect(await longestTurn(() => letters.replayAll({ handler: 'another' }))).toBeLessThan(LONGEST_MS);
      const until = new Date(0);
      expect(await longestTurn(() => letters.discardAll({ until }))).toBeLessThan(LONGEST_MS);
      expect(await letters.count()).toBe(LETTERS);
      expect((await letters.list({ limit: 1 }))[0]?.body).toEqual(body);
      await app.close();

      const few = await ObservedDelivery.open(test, bullMqDelivery({ ...options, deadLetters: { max: 1 } }));
      const dropped = async () => {
        few.delivery.start(() => []);
        await eventually(async () => (await few.delivery.stats()).dead === 1);
      };
      expect(await longestTurn(dropped)).toBeLessThan(LONGEST_MS);
    },
  );
});
