import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import { DAMAGES, expectOthersIntact, fill as fillAll } from '../support/damaged-store.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasPostgres, type PostgresServer, startPostgres } from '../support/postgres/postgres-server.js';

const RECORDS = 20;

/** Updates that leave one damaged text in a table. */
const SPOILT = {
  'the record of a callback': `update callback set record = $1 where id like '%/3'`,
  'the progress of a callback': `update callback set progress = $1 where id like '%/3'`,
  'the record of a dead letter': `update callback set record = $1 where id like '%/dead-2'`,
  'the death of a dead letter': `update callback set death = $1 where id like '%/dead-2'`,
  'a shared value': `update shared set value = $1`,
  'the entry of a log': `update log_entry set value = $1 where nth = 2`,
};

describe.runIf(hasPostgres())('a damaged row in PostgreSQL', () => {
  it.each(Object.entries(SPOILT))('stops nothing else: %s', { timeout: 60_000 }, async (_what, spoil) => {
    const server = await startPostgres();
    for (const [nth, damage] of DAMAGES.entries()) {
      const connection = await server.database(`damage_${nth}`);
      await fillAll(await openedOn(connection));
      const client = new Client(connection);
      await client.connect();
      await client.query('set search_path = tencent_chat');
      expect((await client.query(spoil, [damage])).rowCount).toBe(1);
      await client.end();
      await expectOthersIntact(await openedOn(connection));
    }
  });

  // A row's key is not compared with the id of its record, which is handled.
  const unreadable = DAMAGES.filter((damage) => !damage.includes('elsewhere'));
  it.each(unreadable)('whose record is %j stops no other one, and is reported once', async (damage) => {
    const server = await startPostgres();
    await fill(server);
    await server.ask(`update tencent_chat.callback set record = $1 where id like '%/3'`, [damage]);
    const { handler, observed } = await started(server);
    await eventually(() => handler.calls.size === RECORDS - 1);
    expect(await observed.delivery.accept(recordOf('new'))).toBe('accepted');
    await eventually(() => observed.completed.length === RECORDS);
    expect(observed.faults).toEqual([
      expect.stringMatching(/^the record .*\/3 in the schema tencent_chat of PostgreSQL cannot be read/),
    ]);
    expect(observed.down).toEqual([]);
    expect(await observed.delivery.accept(recordOf(3))).toBe('duplicate');
    await observed.delivery.close();
    const rows = await server.ask(`select record from tencent_chat.callback where id like '%/3'`);
    expect(rows).toEqual([{ record: damage }]);
  });

  it('whose progress cannot be read is handled from the beginning', async () => {
    const server = await startPostgres();
    await fill(server);
    await server.ask(`update tencent_chat.callback set progress = '{ not JSON' where id like '%/3'`);
    const { observed } = await started(server);
    await eventually(() => observed.completed.length === RECORDS);
    expect(observed.faults).toEqual([]);
  });
});

async function fill(server: PostgresServer): Promise<void> {
  const { delivery } = await opened(server);
  await Promise.all(Array.from({ length: RECORDS }, async (_, nth) => delivery.accept(recordOf(nth))));
  await delivery.close();
}

async function started(
  server: PostgresServer,
): Promise<{ handler: CountedHandler; observed: ObservedDelivery }> {
  const observed = await opened(server);
  const handler = new CountedHandler();
  observed.delivery.start(handler.handle);
  return { handler, observed };
}

function opened(server: PostgresServer): Promise<ObservedDelivery> {
  return openedOn(server.url());
}

function openedOn(connection: string): Promise<ObservedDelivery> {
  return ObservedDelivery.open({ onTestFinished }, postgresDelivery({ connection, drainTimeoutMs: 1000 }));
}
