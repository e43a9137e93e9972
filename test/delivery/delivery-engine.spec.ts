import { describe, expect, it, type TestContext } from 'vitest';
import type { HandlersOf } from '../../src/delivery/port/record-handler.js';
import { inProcessDelivery } from '../../src/index.js';
import type { DrainedStep } from '../../src/lifecycle/lifecycle-steps.js';
import { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import {
  afterCrash,
  type CallbackStore,
  type Death,
  deliveryOn,
  NO_PROGRESS,
  type Progress,
} from '../../src/store/index.js';
import { Gate } from '../support/gate.js';
import { eventually } from '../support/eventually.js';
import { CountedHandler, ObservedDelivery, onlyHandler, recordOf } from '../support/observed-delivery.js';

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
    const opened = await ObservedDelivery.open(
      test,
      deliveryOn(() => store),
    );
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

  /** Opens a delivery with a store that has one record with this progress, and collects what is written. */
  async function openWith(test: TestContext, progress: Progress, handle: HandlersOf) {
    const saved: Progress[] = [];
    const deaths: Death[] = [];
    const claims = [{ record: recordOf(1), progress }];
    const store: CallbackStore = {
      ...emptyStore(),
      claim: () => claims.splice(0),
      save: (_claim, written) => saved.push(written) > 0,
      deadLetter: (_claim, death) => deaths.push(death) > 0,
    };
    const opened = await ObservedDelivery.open(
      test,
      deliveryOn(() => store),
    );
    opened.delivery.start(handle);
    return { opened, saved, deaths };
  }

  it('goes on with the attempts that an earlier release has counted', async (test) => {
    const attempts: number[] = [];
    const { opened } = await openWith(test, { attempts: 4, done: [], ended: [] }, () => [
      {
        id: 'Counted.handle',
        call(attempt) {
          attempts.push(attempt);
          return undefined;
        },
      },
    ]);
    await eventually(() => opened.completed.length === 1);
    expect(attempts).toEqual([5]);
  });

  it.for([
    [{ deaths: 3 }, 'crashed', 'the process died in it 3 times'],
    [{ deaths: 1, deathsBeside: 2 }, 'suspected', 'suspected: the process died 3 times in it or beside it'],
    [{ deaths: 0, deathsBeside: 3 }, 'suspected', 'suspected: the process died 3 times in it or beside it'],
  ] as const)(
    'blames a handler only if it was alone at each death: %o',
    async ([counted, reason, error], test) => {
      const handler = new CountedHandler();
      const suspicion = { handler: 'Counted.handle', ...counted };
      const { deaths } = await openWith(test, { ...NO_PROGRESS, suspicion }, handler.handle);
      await eventually(() => deaths.length === 1);
      expect(deaths).toMatchObject([{ reason, error, handlers: ['Counted.handle'] }]);
      expect(handler.calls.size).toBe(0);
    },
  );

  it('notes on the mark of a slow suspect that others run beside it', { timeout: 20_000 }, async (test) => {
    const gate = new Gate();
    const { opened, saved } = await openWith(
      test,
      { ...NO_PROGRESS, suspicion: { deaths: 0 } },
      new CountedHandler(() => gate.pass()).handle,
    );
    await eventually(() => saved.length === 2);
    expect(saved.map(({ suspicion }) => suspicion)).toEqual([
      { handler: 'Counted.handle', deaths: 0, deathsBeside: 0 },
      { handler: 'Counted.handle', deaths: 0, deathsBeside: 0, beside: true },
    ]);
    expect(saved.map((progress) => afterCrash(progress).suspicion)).toEqual([
      { handler: 'Counted.handle', deaths: 1, deathsBeside: 0 },
      { handler: 'Counted.handle', deaths: 0, deathsBeside: 1 },
    ]);
    gate.open();
    await eventually(() => opened.completed.length === 1);
  });

  it('calls the next suspect at once if the lease of the present one was lost', async (test) => {
    const suspects = [1, 2].map((nth) => ({
      record: recordOf(nth),
      progress: { ...NO_PROGRESS, suspicion: { deaths: 0 } },
    }));
    const [lost] = suspects;
    const store: CallbackStore = {
      ...emptyStore(),
      claim: () => suspects.splice(0),
      begin: (claim) => claim !== lost,
      save: () => true,
    };
    const opened = await ObservedDelivery.open(
      test,
      deliveryOn(() => store),
    );
    opened.delivery.start(new CountedHandler().handle);
    await eventually(() => opened.completed.length === 1);
    expect(opened.completed).toEqual([recordOf(2).id]);
  });

  it('waits on close for a record that is still being added, and calls its handlers', async (test) => {
    const adding = new Gate();
    const store: CallbackStore = {
      ...emptyStore(),
      async add(record) {
        await adding.pass();
        return { record, progress: NO_PROGRESS };
      },
    };
    const opened = await ObservedDelivery.open(
      test,
      deliveryOn(() => store),
    );
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

/** The rest of a store, with nothing in it. */
function emptyStore(): CallbackStore {
  return {
    label: 'for a test',
    durable: true,
    deadLetters: {
      list: async () => [],
      find: async () => undefined,
      replay: async () => false,
      discard: async () => false,
    },
    add: () => 'accepted',
    claim: () => [],
    complete: () => true,
    reschedule: () => true,
    save: () => true,
    deadLetter: () => true,
    onDue() {},
    stats: async () => ({ pending: 0, dead: 0, oldestPendingAt: null }),
    async close() {},
  };
}
