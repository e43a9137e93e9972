import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { open } from 'lmdb';
import { afterAll, describe, it, onTestFinished } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { fulfilsTheContract } from '../support/fulfils-the-contract.js';

/** A program that writes to an inbox until it is killed. */
const WRITER = `
const { open } = require('lmdb');
open({ path: process.argv[1], noSubdir: false, encoding: 'json' }).transactionSync(() => {
  process.stdout.write('it writes');
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
});`;

describe('lmdbDelivery', () => {
  const directory = mkdtempSync(join(tmpdir(), 'inbox-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  fulfilsTheContract((store, options) => lmdbDelivery({ path: join(directory, store), ...options }));

  it('handles what it has claimed before it closes, within drainTimeoutMs', async (test) => {
    const path = join(directory, 'claimed');
    const options = { path, concurrency: 1, drainTimeoutMs: 60_000 };
    const { delivery, completed } = await ObservedDelivery.open(test, lmdbDelivery(options));
    delivery.start(new CountedHandler(() => delay(200)).handle);
    await Promise.all(Array.from({ length: 15 }, async (_, nth) => delivery.accept(recordOf(nth))));
    await delivery.close();
    test.expect(completed).toHaveLength(15);
  });

  it(
    'handles what comes behind thousands that wait for a handler which hangs',
    { timeout: 60_000 },
    async (test) => {
      const path = join(directory, 'behind');
      const { delivery } = await ObservedDelivery.open(test, lmdbDelivery({ path, drainTimeoutMs: 1 }));
      const hanging = { id: 'hanging', concurrency: 1, call: () => new Promise<undefined>(() => {}) };
      let isHandled = false;
      const other = { id: 'other', call: (): undefined => void (isHandled = true) };
      for (let turn = 0; turn < 12; turn += 1) {
        const records = Array.from({ length: 1000 }, (_, nth) => recordOf(`hanging ${turn} ${nth}`));
        await Promise.all(records.map(async (record) => delivery.accept(record)));
      }
      await delivery.accept(recordOf('other'));
      delivery.start(({ id }) => [id.includes('hanging') ? hanging : other]);
      await eventually(() => isHandled);
    },
  );

  it(
    'refuses callbacks when too many wait for the disk, and keeps all others',
    { timeout: 60_000 },
    async (test) => {
      const path = join(directory, 'locked');
      const { delivery, completed } = await ObservedDelivery.open(test, lmdbDelivery({ path }));
      delivery.start(new CountedHandler().handle);
      const other = spawn(process.execPath, ['-e', WRITER, path]);
      await once(other.stdout, 'data');
      const large = (nth: number) => ({ ...recordOf(nth), body: { note: 'x'.repeat(50_000), nth } });
      const refusals: string[] = [];
      let accepted = 0;
      const accepting: Promise<void>[] = [];
      while (refusals.length === 0 && accepting.length < 5000) {
        for (let nth = 0; nth < 100; nth += 1) {
          const outcome = Promise.resolve(delivery.accept(large(accepting.length)));
          accepting.push(
            outcome.then(
              () => void (accepted += 1),
              (error: unknown) => void refusals.push(String(error)),
            ),
          );
        }
        await delay(1);
      }
      other.kill('SIGKILL');
      await Promise.all(accepting);
      test.expect(refusals.join()).toMatch('the disk does not keep up');
      test.expect(accepted).toBeGreaterThan(1000);
      await eventually(() => completed.length === accepted);
    },
  );

  it('deletes expired ids from the disk, and keeps all others', async (test) => {
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
