import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { open } from 'lmdb';
import { afterAll, describe, it, onTestFinished } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import { CountedHandler, eventually, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { fulfilsTheContract } from '../support/fulfils-the-contract.js';

describe('lmdbDelivery', () => {
  const directory = mkdtempSync(join(tmpdir(), 'inbox-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  fulfilsTheContract((store, options) => lmdbDelivery({ path: join(directory, store), ...options }));

  it('handles what it has claimed before it closes, as far as drainTimeoutMs lets it', async (test) => {
    const path = join(directory, 'claimed');
    const options = { path, concurrency: 1, drainTimeoutMs: 60_000 };
    const { delivery, completed } = await ObservedDelivery.open(test, lmdbDelivery(options));
    delivery.start(new CountedHandler(() => delay(200)).handle);
    await Promise.all(Array.from({ length: 15 }, async (_, nth) => delivery.accept(recordOf(nth))));
    await delivery.close();
    test.expect(completed).toHaveLength(15);
  });

  it('keeps no id on the disk whose time is over, and all others', async (test) => {
    const path = join(directory, 'short');
    const { delivery, completed } = await ObservedDelivery.open(
      test,
      lmdbDelivery({ path, dedupeWindowMs: 1 }),
    );
    delivery.start(new CountedHandler().handle);
    const remembered = [250, 1250].map((nth) => ({ ...recordOf(nth), rememberMs: 3_600_000 }));
    for (const record of remembered) await delivery.accept(record);
    await Promise.all(Array.from({ length: 1500 }, async (_, nth) => delivery.accept(recordOf(nth))));
    await eventually(() => completed.length === 1500);

    const inbox = open({ path, noSubdir: false });
    onTestFinished(() => inbox.close());
    const ids = inbox.openDB<number, string>('ids', { useVersions: true });
    await eventually(() => ids.getKeysCount() === remembered.length);
    for (const record of remembered) test.expect(await delivery.accept(record)).toBe('duplicate');
  });
});
