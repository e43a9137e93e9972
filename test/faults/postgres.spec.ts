import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../support/temporary-folder.js';
import { hasPostgres, startPostgres } from '../support/postgres/postgres-server.js';
import { AlarmLoad } from './alarm-load.js';
import { findsTheCulprit } from './finds-the-culprit.js';
import { HandledFile } from './handled-file.js';
import { keepsThePromise } from './keeps-the-promise.js';
import { ReceiverProcess } from './receiver-process.js';
import type { DeliveryChoice } from './receiver-settings.js';

/** How often each process is killed. */
const KILLS = Number(process.env.KILLS ?? 5);

describe.runIf(hasPostgres())('postgresDelivery', () => {
  const choose = async (options: object): Promise<DeliveryChoice> => {
    const { url } = await startPostgres().then((server) => ({ url: server.url() }));
    return { kind: 'postgres', options: { connection: url, ...options } };
  };
  keepsThePromise('postgres', choose);
  findsTheCulprit('postgres', ['exit'], choose);
});

describe.runIf(hasPostgres())('processInTransaction', () => {
  it.each<[string, (url: string) => DeliveryChoice[]]>([
    [
      'postgres',
      (url) => {
        const delivery: DeliveryChoice = { kind: 'postgres', options: { connection: url, concurrency: 8 } };
        return [delivery, delivery];
      },
    ],
    [
      'lmdb',
      () => {
        const delivery: DeliveryChoice = {
          kind: 'lmdb',
          options: { path: temporaryFolder(), concurrency: 8 },
        };
        return [delivery, delivery];
      },
    ],
  ])(
    `makes each effect once while two processes are killed ${KILLS} times under load (%s)`,
    { timeout: 60_000 + KILLS * 40_000 },
    async (name, deliveries) => {
      const server = await startPostgres();
      await server.ask('create table effect (quota_used int not null)');
      const handled = new HandledFile();
      const start = (delivery: DeliveryChoice) =>
        ReceiverProcess.start({ delivery, handledFile: handled.path, effects: server.url(), handlerMs: 5 });
      const receivers = await Promise.all(deliveries(server.url()).map(start));
      const loads = receivers.map(({ baseUrl }, nth) => new AlarmLoad(baseUrl, 1 + nth * 1_000_000).start());
      for (let nth = 0; nth < KILLS; nth += 1) {
        const which = nth % receivers.length;
        await loads[which]!.acknowledgesMore(100);
        await receivers[which]!.kill();
        receivers[which] = await receivers[which]!.restart();
      }
      await Promise.all(loads.map((load) => load.acknowledgesMore(50)));
      await Promise.all(loads.map((load) => load.stop()));
      await handled.hasAll(...loads);
      const [row] = await server.ask<{ effects: number; distinct: number }>(
        'select count(*)::int as effects, count(distinct quota_used)::int as distinct from effect',
      );
      // What was kept and got no answer is handled as well.
      const acknowledged = loads.reduce((sum, load) => sum + load.acknowledged.size, 0);
      expect(row!.effects).toBe(row!.distinct);
      expect(row!.distinct).toBeGreaterThanOrEqual(acknowledged);
      console.log(`${handled.summary(`${name}, ${KILLS} × SIGKILL`, ...loads)}, ${row!.effects} effects`);
    },
  );
});
