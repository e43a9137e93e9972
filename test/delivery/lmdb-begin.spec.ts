import { open } from 'lmdb';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { LmdbClaim } from '../../src/delivery/stores/lmdb/claims.js';
import type { Lease } from '../../src/delivery/stores/lmdb/partitions/lease.js';
import { LmdbStore } from '../../src/delivery/stores/lmdb/lmdb-store.js';
import { resolveLmdbOptions } from '../../src/delivery/stores/lmdb/lmdb.options.js';
import { NO_PROGRESS } from '../../src/delivery/port/progress.js';
import { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { recordOf } from '../support/observed-delivery.js';
import { temporaryFolder } from '../support/temporary-folder.js';

async function storeIn(path: string): Promise<LmdbStore> {
  const context = { registration: 'default', lifecycle: new Lifecycle('default') };
  const store = await LmdbStore.open(resolveLmdbOptions({ path }), context, () => {});
  onTestFinished(() => store.close());
  return store;
}

async function added(store: LmdbStore, nth: number): Promise<LmdbClaim> {
  const claim = await store.add(recordOf(nth), true);
  if (typeof claim === 'string') throw new Error(claim);
  return claim;
}

/** Takes over the leases as another process does. An empty holder has released them. */
async function takeOver(path: string, by: Partial<Lease> = { holder: '' }): Promise<void> {
  const root = open({ path, noSubdir: false });
  const leases = root.openDB<Lease, string>('leases', { encoding: 'json', useVersions: true });
  for (const { key, value, version = 0 } of leases.getRange({ versions: true })) {
    await leases.put(key, { ...value, ...by }, version + 1);
  }
  await root.close();
}

async function claimAll(store: LmdbStore): Promise<LmdbClaim[]> {
  return store.claim(Infinity, Date.now(), Infinity);
}

describe('a claim of an inbox', () => {
  it('may begin as often as it has handlers', async () => {
    const store = await storeIn(temporaryFolder());
    const claim = await added(store, 1);
    expect([1, 2, 3].map(() => store.begin(claim))).toEqual([true, true, true]);
    expect(await store.complete(claim)).toBe(true);
  });

  it('may not begin when a renewal has found its lease lost, and never again', async () => {
    const path = temporaryFolder();
    const store = await storeIn(path);
    const claim = await added(store, 1);
    await takeOver(path);
    await store.renew();
    // The renewal has taken the partition back, which the claim knows nothing of.
    expect([1, 2].map(() => store.begin(claim))).toEqual([false, false]);
    const [again, ...others] = await claimAll(store);
    expect(others).toEqual([]);
    expect(again?.record.id).toBe(claim.record.id);
    expect(store.begin(claim)).toBe(false);
    expect(await store.complete(claim)).toBe(false);
    expect(await claimAll(store)).toEqual([]);
    expect(await store.complete(again!)).toBe(true);
  });

  it('may not begin when a write has found its lease lost', async () => {
    const path = temporaryFolder();
    const store = await storeIn(path);
    const [one, other] = [await added(store, 1), await added(store, 2)];
    await takeOver(path);
    expect(await store.save(one, NO_PROGRESS)).toBe(false);
    expect(store.begin(other)).toBe(false);
    // What is accepted from now on is this process's own.
    expect(store.begin(await added(store, 3))).toBe(true);
  });

  it('is released if its partition is lost while further records of it are claimed', async () => {
    const path = temporaryFolder();
    const store = await storeIn(path);
    const ids = Array.from({ length: 600 }, (_, nth) => recordOf(nth).id);
    await Promise.all(ids.map((_, nth) => store.add(recordOf(nth), false)));
    let wasLost = false;
    while (!wasLost) {
      await takeOver(path, { holder: 'another process', pid: process.ppid });
      const [claims] = await Promise.all([claimAll(store), store.renew()]);
      wasLost = claims.length === 0;
      // The loss came after the last claim.
      for (const claim of claims) store.begin(claim);
      await takeOver(path);
      await store.renew();
    }
    expect((await claimAll(store)).map(({ record }) => record.id)).toEqual(ids);
  });
});
