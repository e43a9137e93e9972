import { describe, expect, it, onTestFinished } from 'vitest';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasPostgres, type PostgresServer, startPostgres } from '../support/postgres/postgres-server.js';

const RECORDS = 20;

const DAMAGES = ['{ not JSON', '', 'null', '7', '"text"', '[]', '{}', '{"id":"x"}'];

describe.runIf(hasPostgres())('a damaged row in PostgreSQL', () => {
  it.each(DAMAGES)('whose record is %j stops no other one, and is reported once', async (damage) => {
    const server = await startPostgres();
    await fill(server);
    await server.ask(`update tencent_chat.callback set record = $1 where id like '%/3'`, [damage]);
    const { handler, observed } = await started(server);
    await eventually(() => handler.calls.size === RECORDS - 1);
    expect(await observed.delivery.accept(recordOf('new'))).toBe('accepted');
    await eventually(() => observed.completed.length === RECORDS);
    expect(observed.faults).toEqual([
      expect.stringMatching(/^the record .*\/3 in PostgreSQL cannot be read/),
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
  const connection = server.url();
  return ObservedDelivery.open({ onTestFinished }, postgresDelivery({ connection, drainTimeoutMs: 1000 }));
}
