import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, type TestContext } from 'vitest';
import type { DeliveryFactory } from '../../src/delivery/port/delivery.js';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import { DeadLetters, inProcessDelivery } from '../../src/index.js';
import { createTestApp } from '../support/create-test-app.js';
import { longestTurn } from '../support/event-loop-block.js';
import { ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const LETTERS = 250;
const MB = 1024 * 1024;
const DEATH = { reason: 'failed', handlers: ['H.handle'], attempts: 1, error: 'on purpose' } as const;

/** Longest time that one turn may take, in ms: to read one body takes about 20, to read 200 takes seconds. */
const LONGEST_MS = 100;

/** A body of about 250 KB with many objects, which takes long to read. */
const body = { events: Array.from({ length: 9000 }, (_, nth) => ({ From: `user ${nth}`, Seq: nth })) };

async function fill(test: TestContext, delivery: DeliveryFactory): Promise<ObservedDelivery> {
  const observed = await ObservedDelivery.open(test, delivery);
  for (let nth = 0; nth < LETTERS; nth += 1) {
    await observed.delivery.deadLetter({ ...recordOf(nth), body }, DEATH);
  }
  return observed;
}

describe.runIf(process.platform === 'linux')('many dead letters with large bodies', () => {
  it(
    'in lmdb are listed, counted, replayed and discarded in short turns',
    { timeout: 120_000 },
    async (test) => {
      const path = temporaryFolder();
      const { delivery } = await fill(test, lmdbDelivery({ path }));
      await delivery.close();
      const { app } = await createTestApp({ options: { delivery: lmdbDelivery({ path }) } });
      test.onTestFinished(() => app.close());
      const letters = app.get(DeadLetters);
      expect(await longestTurn(() => letters.list({ limit: 50 }))).toBeLessThan(LONGEST_MS);
      expect(await longestTurn(() => letters.count())).toBeLessThan(LONGEST_MS);
      expect(await longestTurn(() => letters.replayAll({ handler: 'another' }))).toBeLessThan(LONGEST_MS);
      expect(await longestTurn(() => letters.discardAll())).toBeLessThan(LONGEST_MS);
      expect(await letters.count()).toBe(0);
    },
  );

  it('in lmdb are dropped in short turns when they are too many', { timeout: 120_000 }, async (test) => {
    const path = temporaryFolder();
    const { delivery } = await fill(test, lmdbDelivery({ path }));
    await delivery.close();
    const dropped = async () => {
      const { delivery: second } = await ObservedDelivery.open(
        test,
        lmdbDelivery({ path, deadLetters: { max: 1 } }),
      );
      while ((await second.stats()).dead > 1) await delay(5);
    };
    expect(await longestTurn(dropped)).toBeLessThan(LONGEST_MS);
  });

  it('in process are listed, counted and dropped in short turns', { timeout: 120_000 }, async (test) => {
    const { delivery } = await fill(test, inProcessDelivery({ capacityBytes: 2000 * MB }));
    const app = await createTestApp({ options: { delivery: () => delivery } });
    test.onTestFinished(() => app.app.close());
    const letters = app.app.get(DeadLetters);
    expect(await longestTurn(() => letters.list({ limit: 50 }))).toBeLessThan(LONGEST_MS);
    expect(await longestTurn(() => letters.count())).toBeLessThan(LONGEST_MS);
    expect(await longestTurn(() => letters.discardAll())).toBeLessThan(LONGEST_MS);
    expect(await letters.count()).toBe(0);
  });
});
