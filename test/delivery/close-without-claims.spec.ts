import { describe, expect, it } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import { DeliveryUnavailableError } from '../../src/delivery/port/delivery.js';
import { Gate } from '../support/gate.js';
import { CountedHandler, ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasPostgres, startPostgres } from '../support/postgres/postgres-server.js';

const FAST = { drainTimeoutMs: 100 };
const NOT_RELEASED = 'cannot release claims: they count as those of a crashed process';

describe('the end of a process that has claimed nothing', () => {
  it.for([
    ['PostgreSQL', postgresDelivery({ connection: 'postgres://app@127.0.0.1:1/app', ...FAST })],
    ['Redis', bullMqDelivery({ connection: { host: '127.0.0.1', port: 1 }, ...FAST })],
  ] as const)('is no fault where %s was never reachable', async ([_name, delivery], test) => {
    for (const refused of [false, true]) {
      const opened = await ObservedDelivery.open(test, delivery);
      opened.delivery.start(new CountedHandler().handle);
      if (refused)
        await expect(opened.delivery.accept(recordOf(1))).rejects.toThrow(DeliveryUnavailableError);
      await opened.delivery.close();
      expect(opened.faults).toEqual([]);
    }
  });
});

describe.runIf(hasPostgres())('the end of a process while PostgreSQL is away', () => {
  it('is no fault if all claims had ended', async (test) => {
    const server = await startPostgres();
    const opened = await ObservedDelivery.open(test, postgresDelivery({ connection: server.url(), ...FAST }));
    opened.delivery.start(new CountedHandler().handle);
    await opened.delivery.accept(recordOf(1));
    await expect.poll(() => opened.completed).toHaveLength(1);
    await server.kill();
    await opened.delivery.close();
    expect(opened.faults).toEqual([]);
  });

  it('is one if it holds claims', async (test) => {
    const server = await startPostgres();
    const opened = await ObservedDelivery.open(test, postgresDelivery({ connection: server.url(), ...FAST }));
    const gate = new Gate();
    opened.delivery.start(new CountedHandler(() => gate.pass()).handle);
    await opened.delivery.accept(recordOf(1));
    await gate.reached();
    await server.kill();
    await opened.delivery.close();
    gate.open();
    expect(opened.faults).toContain(NOT_RELEASED);
  });
});
