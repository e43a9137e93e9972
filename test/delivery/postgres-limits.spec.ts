import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import { resolvePostgresDelivery } from '../../src/delivery/stores/postgres/postgres.options.js';
import { PostgresStore } from '../../src/delivery/stores/postgres/postgres-store.js';
import { eventually } from '../support/eventually.js';
import { ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasPostgres, type PostgresServer, startPostgres } from '../support/postgres/postgres-server.js';

const RECORDS = 10;

/** Leaves records behind, and opens a store that may claim them. */
async function storeWithRecords(server: PostgresServer): Promise<PostgresStore> {
  const receiving = postgresDelivery({ connection: server.url(), worker: false });
  const { delivery } = await ObservedDelivery.open({ onTestFinished }, receiving);
  await Promise.all(Array.from({ length: RECORDS }, async (_, nth) => delivery.accept(recordOf(nth))));
  await delivery.close();
  const options = resolvePostgresDelivery({ connection: server.url() });
  const context = { registration: 'default', lifecycle: new Lifecycle('default') };
  const store = await new PostgresStore(options, context).open();
  onTestFinished(() => store.close());
  return store;
}

/** Ends the connection of a write while it waits for a lock, so that nobody knows whether it was committed. */
async function losesTheAnswer(server: PostgresServer, write: Promise<boolean>): Promise<void> {
  const ended = eventually(async () => {
    const waiting = await server.ask(
      `select pg_terminate_backend(pid) from pg_stat_activity where wait_event_type = 'Lock'`,
    );
    return waiting.length === 1;
  });
  await expect(write).rejects.toThrow(/terminating connection/);
  await ended;
}

describe.runIf(hasPostgres())('a store in PostgreSQL', () => {
  it('claims no more than the bytes that it may, and loses none of the others', async () => {
    const store = await storeWithRecords(await startPostgres());
    const ids = new Set<string>();
    for (let nth = 0; nth < RECORDS; nth += 1) {
      const claims = await store.claim(100, Date.now(), 1);
      expect(claims).toHaveLength(1);
      expect((await store.stats()).pending).toBe(RECORDS);
      for (const { record, bytes } of claims) {
        expect(bytes).toBeGreaterThan(400);
        ids.add(record.id);
      }
    }
    expect(ids.size).toBe(RECORDS);
    expect(await store.claim(100, Date.now(), 1)).toEqual([]);
  });

  it('claims nothing without room', async () => {
    const store = await storeWithRecords(await startPostgres());
    expect(await store.claim(0, Date.now(), 1)).toEqual([]);
    expect(await store.claim(100, Date.now(), 0)).toEqual([]);
    expect(await store.claim(3, Date.now(), Infinity)).toHaveLength(3);
  });

  it('releases what it had no room for, so that another one can take it', async () => {
    const server = await startPostgres();
    const store = await storeWithRecords(server);
    const [claim] = await store.claim(100, Date.now(), 1);
    const locker = new Client(server.url());
    await locker.connect();
    onTestFinished(() => locker.end());
    await locker.query('begin');
    await locker.query('select from tencent_chat.callback for update');
    await losesTheAnswer(server, store.complete(claim!));
    await locker.query('commit');
    await store.renew();
    const waiting = await server.ask('select from tencent_chat.callback where due_at is not null');
    expect(waiting).toHaveLength(RECORDS - 1);
    expect(await store.complete(claim!)).toBe(true);
    expect(await store.claim(100, Date.now(), Infinity)).toHaveLength(RECORDS - 1);
  });
});
