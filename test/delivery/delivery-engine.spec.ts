import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RecordHandler } from '../../src/delivery/port/record-handler.js';
import { inProcessDelivery } from '../../src/index.js';
import type { DrainedStep } from '../../src/lifecycle/lifecycle-steps.js';
import { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { type CallbackStore, NO_PROGRESS, type Progress } from '../../src/store/index.js';
import { eventually } from '../support/eventually.js';
import { Gate } from '../support/gate.js';
import { CountedHandler, onlyHandler, recordOf } from '../support/observed-delivery.js';
import { emptyStore, gated, openStore } from '../support/store-double.js';

describe('deliveryOn', () => {
  it('closes its store after the last claim has ended', async (test) => {
    const [claiming, handling] = [new Gate(), new Gate()];
    const told: string[] = [];
    const store: CallbackStore = {
      ...emptyStore(),
      add: (record) => ({ record, progress: NO_PROGRESS }),
      async claim() {
        await claiming.pass();
        told.push('claimed');
        return [];
      },
      async close() {
        told.push('closed');
      },
    };
    const opened = await openStore(test, store);
    opened.delivery.start(new CountedHandler(() => handling.pass()).handle);
    await claiming.reached();
    await opened.delivery.accept(recordOf(1));
    await handling.reached();
    const closed = opened.delivery.close();
    handling.open();
    await eventually(() => opened.completed.length === 1);
    claiming.open();
    await closed;
    expect(told).toEqual(['claimed', 'closed']);
  });

  // Timers count whole milliseconds, so on a busy event loop most of them fire a fraction of one early.
  it('reports that a drain timed out, also where its timer fires early', async () => {
    const lifecycle = new Lifecycle('default');
    const drained: DrainedStep[] = [];
    lifecycle.observe({ drained: (step) => drained.push(step) });
    let busy = true;
    const stayBusy = () => void (busy && setImmediate(stayBusy));
    stayBusy();
    for (let nth = 0; nth < 50; nth += 1) {
      const delivery = await inProcessDelivery({ drainTimeoutMs: 5 })({ registration: 'default', lifecycle });
      const gate = new Gate();
      delivery.start(onlyHandler(() => gate.pass()));
      await delivery.accept(recordOf(nth));
      await gate.reached();
      await delivery.close();
      gate.open();
    }
    busy = false;
    expect(drained.map(({ pending }) => pending)).toEqual(Array(50).fill(1));
    expect(drained.filter(({ timedOut }) => !timedOut)).toEqual([]);
  });

  it('goes on with the attempts that an earlier release has counted', async (test) => {
    const attempts: number[] = [];
    const claims = [{ record: recordOf(1), progress: { attempts: 4, done: [], ended: [] } }];
    const store: CallbackStore = { ...emptyStore(), claim: () => claims.splice(0) };
    const opened = await openStore(test, store);
    opened.delivery.start(() => [{ id: 'Counted.handle', call: (attempt) => void attempts.push(attempt) }]);
    await eventually(() => opened.completed.length === 1);
    expect(attempts).toEqual([5]);
  });

  it(
    'completes a callback whose progress could not be saved while its handler ran',
    { timeout: 20_000 },
    async (test) => {
      const claims = [1, 2].map((nth) => ({ record: recordOf(nth), progress: NO_PROGRESS }));
      let saves = 0;
      const store: CallbackStore = {
        ...emptyStore(),
        claim: () => claims.splice(0),
        save: async () => {
          saves += 1;
          throw new Error('the store is full');
        },
      };
      const opened = await openStore(test, store);
      const gate = new Gate();
      const quick = { id: 'Quick.handle', call: () => undefined };
      opened.delivery.start(() => [quick, gated('Slow.handle', gate)]);
      // The handler has left its slot.
      await eventually(() => saves === 2);
      gate.open();
      await eventually(() => opened.completed.length === 2);
      expect(saves).toBeLessThanOrEqual(4);
      expect(opened.down).toEqual(['the store is full']);
      expect(opened.faults).toEqual(['cannot record callback results; retrying: the store is full']);
    },
  );

  it(
    'writes the result of a callback whose retries could not be saved',
    { timeout: 20_000 },
    async (test) => {
      const claims = [{ record: recordOf(1), progress: NO_PROGRESS }];
      const rescheduled: Progress[] = [];
      let saves = 0;
      const store: CallbackStore = {
        ...emptyStore(),
        claim: () => claims.splice(0),
        save: async () => {
          saves += 1;
          throw new Error('the store is full');
        },
        reschedule: (_claim, _dueAt, progress) => rescheduled.push(progress) > 0,
      };
      const opened = await openStore(test, store, { retry: { initialDelayMs: 10, maxDelayMs: 10 } });
      const gate = new Gate();
      const fails: RecordHandler = {
        id: 'Fails.handle',
        call: () => ({ handler: 'Fails.handle', error: new Error('as the test wants it'), retryable: true }),
      };
      opened.delivery.start(() => [fails, gated('Slow.handle', gate)]);
      await eventually(() => saves === 1);
      gate.open();
      await eventually(() => rescheduled.length === 1);
      expect(rescheduled).toMatchObject([
        { done: ['Slow.handle'], left: [{ handler: 'Fails.handle', attempts: 1 }] },
      ]);
    },
  );

  it('waits on close for a record that is still being added, and calls its handlers', async (test) => {
    const adding = new Gate();
    const store: CallbackStore = {
      ...emptyStore(),
      async add(record) {
        await adding.pass();
        return { record, progress: NO_PROGRESS };
      },
    };
    const opened = await openStore(test, store);
    const handler = new CountedHandler();
    opened.delivery.start(handler.handle);
    const accepted = opened.delivery.accept(recordOf(1));
    await adding.reached();
    const closed = opened.delivery.close();
    adding.open();
    expect(await accepted).toBe('accepted');
    await closed;
    expect(opened.completed).toEqual([recordOf(1).id]);
  });
});
