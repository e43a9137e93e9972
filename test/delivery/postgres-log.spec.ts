import { Client } from 'pg';
import { describe, expect, it, onTestFinished } from 'vitest';
import { statements } from '../../src/delivery/stores/postgres/sql/statements.js';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import { eventually } from '../support/eventually.js';
import { ObservedDelivery } from '../support/observed-delivery.js';
import { hasPostgres, startPostgres } from '../support/postgres/postgres-server.js';

const HOUR_MS = 3_600_000;

describe.runIf(hasPostgres())('a log in PostgreSQL', () => {
  it('is read without a gap when a commit is late', async (test) => {
    const server = await startPostgres();
    const { delivery } = await ObservedDelivery.open(test, postgresDelivery({ connection: server.url() }));
    const log = delivery.log!;
    await log.append('day', 'first', 1, HOUR_MS);
    const late = new Client(server.url());
    await late.connect();
    onTestFinished(() => late.end());
    await late.query('begin');
    await late.query(statements('tencent_chat').append, [1, ['day'], ['late'], ['2'], [HOUR_MS]]);
    const last = log.append('day', 'last', 3, HOUR_MS);
    const waits = async () => {
      const found = await server.ask(
        `select from pg_stat_activity where wait_event_type = 'Lock' and query like '%log_entry%'`,
      );
      return found.length === 1;
    };
    await eventually(waits);
    await late.query('commit');
    expect(await last).toBe(true);
    const { values, cursor } = await log.read('day');
    expect(values).toEqual([1, 2, 3]);
    expect((await log.read('day', cursor)).values).toEqual([]);
  });

  it('keeps the order of each process, and copies that come together once', async (test) => {
    const server = await startPostgres();
    const open = () => ObservedDelivery.open(test, postgresDelivery({ connection: server.url() }));
    const logs = [(await open()).delivery.log!, (await open()).delivery.log!];
    const numbers = Array.from({ length: 300 }, (_, nth) => nth);
    const appended = await Promise.all(
      numbers.flatMap((nth) =>
        logs.flatMap((log, which) => [
          log.append('day', `${which}/${nth}`, [which, nth], HOUR_MS),
          log.append('day', `${which}/${nth}`, [which, nth], HOUR_MS),
          log.append(`other ${nth % 3}`, `${which}/${nth}`, null, HOUR_MS),
        ]),
      ),
    );
    expect(appended.filter((isNew) => !isNew)).toHaveLength(600);
    const { values } = await logs[0]!.read('day');
    for (const which of [0, 1]) {
      const own = values.filter((value) => (value as number[])[0] === which);
      expect(own).toEqual(numbers.map((nth) => [which, nth]));
    }
  });
});
