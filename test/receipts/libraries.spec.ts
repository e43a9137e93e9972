import { setImmediate } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { postgresReceipts } from '../../src/delivery/stores/postgres/index.js';
import {
  inProcessDelivery,
  NoTransactionError,
  OnTencentChatEvent,
  type GroupQuotaAlarmEvent,
  type Processed,
  type ReceiptTransaction,
} from '../../src/index.js';
import { createTestApp } from '../support/create-test-app.js';
import { eventually } from '../support/eventually.js';
import { hasPostgres, PostgresServer } from '../support/postgres/postgres-server.js';
import { LIBRARIES, type Library } from './libraries.js';

type Handle = (event: GroupQuotaAlarmEvent) => Promise<void>;

describe.runIf(hasPostgres())('a receipt', () => {
  let server: PostgresServer;
  beforeAll(async () => {
    server = await PostgresServer.start();
    await server.ask('create table effect (event text not null)');
  });
  afterAll(() => server.remove());

  /** Sends one alarm to an app with a handler, and resolves when the handler has succeeded. */
  async function handled(handle: Handle): Promise<void> {
    const counts = { succeeded: 0 };
    class Alarms {
      @OnTencentChatEvent('group.quotaAlarm')
      async handle(event: GroupQuotaAlarmEvent): Promise<void> {
        await handle(event);
        counts.succeeded += 1;
      }
    }
    const test = await createTestApp({
      providers: [Alarms],
      options: {
        delivery: inProcessDelivery({ retry: { attempts: 5, initialDelayMs: 10, maxDelayMs: 10 } }),
        receipts: postgresReceipts({ connection: server.url() }),
      },
    });
    onTestFinished(() => test.app.close());
    await server.ask('truncate effect, tencent_chat.receipt');
    await test.callback();
    await eventually(() => counts.succeeded === 1);
  }

  async function rows(): Promise<[effects: number, receipts: number]> {
    const [row] = await server.ask<{ effects: number; receipts: number }>(
      'select (select count(*) from effect)::int as effects, (select count(*) from tencent_chat.receipt)::int as receipts',
    );
    return [row!.effects, row!.receipts];
  }

  describe.each(Object.entries(LIBRARIES))('in a transaction of %s', (_name, open) => {
    let library: Library;
    beforeAll(async () => {
      library = await open(server.url());
    });
    afterAll(() => library.close());

    it('commits with the effect, which a repeated call does not make again', async () => {
      const outcomes: Processed<string>[] = [];
      await handled(async (event) => {
        const outcome = await library.transaction((tx, run) =>
          event.processInTransaction(tx, async () => {
            await run(`insert into effect values ('done')`);
            return 'made';
          }),
        );
        outcomes.push(outcome);
        // As if the process had died after the commit.
        if (event.attempt < 3) throw new Error('as the test wants it');
      });
      expect(outcomes).toEqual([
        { duplicate: false, result: 'made' },
        { duplicate: true },
        { duplicate: true },
      ]);
      expect(await rows()).toEqual([1, 1]);
    });

    it('is rolled back with the effect', async () => {
      await handled((event) =>
        library.transaction(async (tx, run) => {
          await event.processInTransaction(tx, () => run(`insert into effect values ('done')`));
          if (event.attempt < 3) throw new Error('as the test wants it');
        }),
      );
      expect(await rows()).toEqual([1, 1]);
    });

    it('is refused outside of a transaction, before anything is written', async () => {
      const worked: string[] = [];
      await handled(async (event) => {
        let ended: ReceiptTransaction | undefined;
        await library.transaction(async (tx, run) => {
          ended = tx;
          await run('select 1');
        });
        for (const [name, other] of Object.entries({ ...library.others, ended: ended! })) {
          const refused = event.processInTransaction(other, () => worked.push(name));
          await expect(refused, name).rejects.toThrow(NoTransactionError);
        }
      });
      expect(worked).toEqual([]);
      expect(await rows()).toEqual([0, 0]);
    });

    it('is found by a call that runs in the same transaction at the same time', async () => {
      const outcomes: Processed<unknown>[] = [];
      const worked: number[] = [];
      await handled(async (event) => {
        await library.transaction(async (tx, run) => {
          const call = (nth: number) =>
            event.processInTransaction(tx, async () => {
              worked.push(nth);
              await run(`insert into effect values ('done')`);
            });
          outcomes.push(...(await Promise.all([1, 2, 3].map(call))));
        });
      });
      expect(outcomes.filter(({ duplicate }) => duplicate)).toHaveLength(2);
      expect(worked).toHaveLength(1);
      expect(await rows()).toEqual([1, 1]);
    });

    it('waits for the receipt of a concurrent call, and counts as a duplicate after its commit', async () => {
      const outcomes = new Set<boolean>();
      await handled(async (event) => {
        const call = () =>
          library.transaction(async (tx, run) => {
            const { duplicate } = await event.processInTransaction(tx, async () => {
              await run(`insert into effect values ('done')`);
              await setImmediate();
            });
            outcomes.add(duplicate);
          });
        await Promise.all([call(), call()]);
      });
      expect(outcomes).toEqual(new Set([false, true]));
      expect(await rows()).toEqual([1, 1]);
    });
  });
});
