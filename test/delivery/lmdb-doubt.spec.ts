import { open } from 'lmdb';
import { describe, expect, it, onTestFinished } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import type { Lease } from '../../src/delivery/stores/lmdb/partitions/lease.js';
import { eventually } from '../support/eventually.js';
import { ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** More than may be claimed at a time of what a dead process has left. */
const SLOW = 100;
const OTHERS = 10;

/** No process has such a number. */
const NO_PID = 2 ** 30;

/** Leaves records as a process does that was killed. */
async function leaveByDeath(path: string): Promise<void> {
  const { delivery } = await opened(path);
  for (let nth = 0; nth < SLOW; nth += 1) await delivery.accept(recordOf(`slow ${nth}`));
  for (let nth = 0; nth < OTHERS; nth += 1) await delivery.accept(recordOf(`other ${nth}`));
  await delivery.close();
  const root = open({ path, noSubdir: false });
  const leases = root.openDB<Lease, string>('leases', { encoding: 'json', useVersions: true });
  for (const { key, value, version = 0 } of leases.getRange({ versions: true })) {
    await leases.put(key, { ...value, holder: 'dead', pid: NO_PID }, version + 1);
  }
  await root.close();
}

function opened(path: string): Promise<ObservedDelivery> {
  return ObservedDelivery.open({ onTestFinished }, lmdbDelivery({ path, drainTimeoutMs: 100 }));
}

/** Number of the records that another death would make suspects of. */
async function marksOf(path: string): Promise<number> {
  const root = open({ path, noSubdir: false });
  try {
    return root.openDB('running', { encoding: 'json' }).getKeysCount();
  } finally {
    await root.close();
  }
}

describe('an inbox that a dead process has left', () => {
  it('is handled beside the callbacks that wait for a handler which hangs', async () => {
    const path = temporaryFolder();
    await leaveByDeath(path);
    const { delivery, completed } = await opened(path);
    const hanging = { id: 'hanging', concurrency: 1, call: () => new Promise<undefined>(() => {}) };
    const other = { id: 'other', call: () => undefined };
    delivery.start(({ id }) => [id.includes('slow') ? hanging : other]);
    await eventually(() => completed.length === OTHERS);
    // All that wait keep their marks, because any of them may kill the next process.
    expect(await marksOf(path)).toBe(SLOW);
  });
});
