import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasPostgres, type PostgresServer, startPostgres } from '../support/postgres/postgres-server.js';

/** Leaves records in the table of a server, as a process does that only receives. */
async function leaveBehind(server: PostgresServer, count: number): Promise<void> {
  const test = { onTestFinished };
  const receiver = await ObservedDelivery.open(
    test,
    postgresDelivery({ connection: server.url(), worker: false }),
  );
  await Promise.all(Array.from({ length: count }, async (_, nth) => receiver.delivery.accept(recordOf(nth))));
  await receiver.delivery.close();
}

/** Notes which transaction claims and completes a record. */
const TOUCHED = `create table touched (tx text, what text);
create function touch() returns trigger language plpgsql as $$ begin
  insert into touched values (pg_current_xact_id()::text, case when new.known_until is null then 'claimed' else 'completed' end);
  return new;
end $$;
create trigger touch before update on tencent_chat.callback for each row execute function touch()`;

/** A client of a server. */
async function clientOf(server: PostgresServer): Promise<Client> {
  const client = new Client(server.url());
  await client.connect();
  onTestFinished(() => client.end());
  return client;
}

/** Waits until a statement of a delivery waits for a lock. */
async function statementWaits(server: PostgresServer): Promise<void> {
  await eventually(async () => {
    const waiting = await server.ask(
      `select from pg_stat_activity where wait_event_type = 'Lock' and application_name = 'nestjs-tencent-chat-webhook'`,
    );
    return waiting.length === 1;
  });
}

describe.runIf(hasPostgres())('a backlog in PostgreSQL', () => {
  it('is handled beside the callbacks that wait for a handler which hangs', async (test) => {
    const server = await startPostgres();
    const { delivery } = await ObservedDelivery.open(
      test,
      postgresDelivery({ connection: server.url(), drainTimeoutMs: 1 }),
    );
    let quick = 0;
    const hanging = { id: 'hanging', concurrency: 1, call: () => new Promise<undefined>(() => {}) };
    const other = { id: 'other', call: (): undefined => void (quick += 1) };
    delivery.start(({ id }) => [id.includes('hanging') ? hanging : other]);
    for (let nth = 0; nth < 200; nth += 1) await delivery.accept(recordOf(`hanging ${nth}`));
    for (let nth = 0; nth < 5; nth += 1) await delivery.accept(recordOf(nth));
    await eventually(() => quick === 5);
  });

  it('is claimed by the statements that write results', { timeout: 60_000 }, async (test) => {
    const server = await startPostgres();
    await leaveBehind(server, 3000);
    await server.ask(TOUCHED);
    const connection = server.url();
    const { delivery, completed } = await ObservedDelivery.open(test, postgresDelivery({ connection }));
    delivery.start(new CountedHandler().handle);
    await eventually(() => completed.length === 3000, 50_000);
    const onlyClaimed = await server.ask(
      `select tx from touched group by tx having bool_and(what = 'claimed')`,
    );
    // If each claim were a statement, there would be about 40. Only the first one has no results to write, and maybe the last ones.
    expect(onlyClaimed.length).toBeLessThan(10);
  });

  it('takes a copy that comes while its record is being claimed for a duplicate', async (test) => {
    const server = await startPostgres();
    await leaveBehind(server, 1);
    const connection = server.url();
    const { delivery, completed } = await ObservedDelivery.open(test, postgresDelivery({ connection }));
    const handler = new CountedHandler();
    delivery.start(handler.handle);
    expect(await delivery.accept(recordOf(0))).toBe('duplicate');
    await eventually(() => completed.length === 1);
    expect(handler.repeated).toEqual([]);
  });

  it('is claimed as it is when the statement has waited for a copy', async (test) => {
    const server = await startPostgres();
    await leaveBehind(server, 3);
    const id = async (nth: number): Promise<string> => {
      const [row] = await server.ask<{ id: string }>(
        'select id from tencent_chat.callback where id like $1',
        [`%/${nth}`],
      );
      return row!.id;
    };
    const ids = await Promise.all([0, 1, 2].map(id));
    const copy = await clientOf(server);
    await copy.query('begin');
    await copy.query('select from tencent_chat.callback where id = $1 for update', [ids[0]]);
    const connection = server.url();
    const { delivery, completed, down } = await ObservedDelivery.open(test, postgresDelivery({ connection }));
    const handler = new CountedHandler();
    delivery.start(handler.handle);
    const accepted = delivery.accept(recordOf(0));
    await statementWaits(server);
    await server.ask('update tencent_chat.callback set due_at = null, holder = 99 where id = $1', [ids[1]]);
    await server.ask(`update tencent_chat.callback set crashed = true where id = $1`, [ids[2]]);
    await copy.query('commit');
    expect(await accepted).toBe('duplicate');
    await eventually(() => completed.length === 2);
    expect([...handler.calls.keys()].toSorted()).toEqual([recordOf(0).id, recordOf(2).id]);
    expect(down).toEqual([]);
  });
});
