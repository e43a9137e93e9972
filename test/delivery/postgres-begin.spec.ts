import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { PostgresClaim } from '../../src/delivery/stores/postgres/holder.js';
import { resolvePostgresDelivery } from '../../src/delivery/stores/postgres/postgres.options.js';
import { PostgresStore } from '../../src/delivery/stores/postgres/postgres-store.js';
import { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { eventually } from '../support/eventually.js';
import { recordOf } from '../support/observed-delivery.js';
import { hasPostgres, type PostgresServer, startPostgres } from '../support/postgres/postgres-server.js';

async function storeOn(server: PostgresServer): Promise<PostgresStore> {
  const context = { registration: 'default', lifecycle: new Lifecycle('default') };
  const store = await new PostgresStore(
    resolvePostgresDelivery({ connection: server.url() }),
    context,
  ).open();
  onTestFinished(() => store.close());
  return store;
}

async function added(store: PostgresStore, nth: number): Promise<PostgresClaim> {
  const claim = await store.add(recordOf(nth), true);
  if (typeof claim === 'string') throw new Error(claim);
  return claim;
}

describe.runIf(hasPostgres())('a claim in PostgreSQL', () => {
  it('may begin as often as it has handlers, also after its holder has moved', async () => {
    const server = await startPostgres();
    const store = await storeOn(server);
    const claim = await added(store, 1);
    store.makeRoom(claim);
    expect([1, 2, 3].map(() => store.begin(claim))).toEqual([true, true, true]);
    await store.renew();
    store.makeRoom(claim);
    expect(store.begin(claim)).toBe(true);
    expect(await store.complete(claim)).toBe(true);
    expect(store.begin(claim)).toBe(false);
  });

  it('may not begin from the moment that a renewal finds its lease lost', async () => {
    const server = await startPostgres();
    const store = await storeOn(server);
    const claim = await added(store, 1);
    // As another process takes over.
    await server.ask('delete from tencent_chat.holder');
    await server.ask('update tencent_chat.callback set holder = null, due_at = -1, crashed = true');
    // Nothing can be moved to another holder now.
    const locker = new Client(server.url());
    await locker.connect();
    onTestFinished(() => locker.end());
    await locker.query('begin; lock table tencent_chat.callback in exclusive mode');
    const renewed = store.renew();
    await eventually(() => !store.begin(claim), 3000);
    await locker.query('commit');
    await renewed;
    expect([1, 2].map(() => store.begin(claim))).toEqual([false, false]);
    expect(await store.complete(claim)).toBe(false);
    const [again] = await store.claim(1, Date.now(), Infinity);
    expect(again?.progress.suspicion).toEqual({ deaths: 0 });
    expect([store.begin(claim), store.begin(again!)]).toEqual([false, true]);
  });
});
