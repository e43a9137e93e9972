import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, type TestContext } from 'vitest';
import type { HandlersOf } from '../../src/delivery/port/record-handler.js';
import {
  afterCrash,
  type CallbackStore,
  type Claim,
  type Death,
  NO_PROGRESS,
  type Progress,
} from '../../src/store/index.js';
import { eventually } from '../support/eventually.js';
import { Gate } from '../support/gate.js';
import { CountedHandler, recordOf } from '../support/observed-delivery.js';
import { emptyStore, openStore } from '../support/store-double.js';

function suspectOf(nth: number): Claim {
  return { record: recordOf(nth), progress: { ...NO_PROGRESS, suspicion: { deaths: 0 } } };
}

describe('records whose handlers a process died in', () => {
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
    const opened = await openStore(test, store);
    opened.delivery.start(handle);
    return { opened, saved, deaths };
  }

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
    const suspects = [1, 2].map(suspectOf);
    const [lost] = suspects;
    const store: CallbackStore = {
      ...emptyStore(),
      claim: () => suspects.splice(0),
      begin: (claim) => claim !== lost,
      save: () => true,
    };
    const opened = await openStore(test, store);
    opened.delivery.start(new CountedHandler().handle);
    await eventually(() => opened.completed.length === 1);
    expect(opened.completed).toEqual([recordOf(2).id]);
  });

  it('calls other handlers between suspects, for as long as these were alone', async (test) => {
    const claims = [
      ...Array.from({ length: 20 }, (_, nth) => suspectOf(nth)),
      { record: recordOf('other'), progress: NO_PROGRESS },
    ];
    const [suspect] = claims;
    const aside: unknown[] = [];
    const store: CallbackStore = {
      ...emptyStore(),
      claim: () => claims.splice(0),
      makeRoom: (claim) => aside.push(claim),
    };
    const opened = await openStore(test, store);
    opened.delivery.start(new CountedHandler(async () => delay(20)).handle);
    // A suspect that waits for its turn takes no place in the store.
    await eventually(() => aside.includes(suspect));
    await eventually(() => opened.completed.length === 21);
    expect(opened.completed.indexOf(recordOf('other').id)).toBeLessThan(3);
  });

  it('does not spin while suspects wait for one that takes long', { timeout: 20_000 }, async (test) => {
    const gate = new Gate();
    const suspects = [1, 2].map(suspectOf);
    const saved: Progress[] = [];
    const store: CallbackStore = {
      ...emptyStore(),
      claim: () => suspects.splice(0),
      save: (_claim, written) => saved.push(written) > 0,
    };
    const opened = await openStore(test, store);
    opened.delivery.start(new CountedHandler(() => gate.pass()).handle);
    // The second mark of the first one says that others may start.
    await eventually(() => saved.length === 2);
    const idle = performance.eventLoopUtilization();
    await delay(200);
    expect(performance.eventLoopUtilization(idle).utilization).toBeLessThan(0.5);
    gate.open();
    await eventually(() => opened.completed.length === 2);
  });

  it(
    'does not make the next suspect wait as long as the store was down',
    { timeout: 30_000 },
    async (test) => {
      const suspects = [1, 2].map(suspectOf);
      const up = new Gate();
      const store: CallbackStore = {
        ...emptyStore(),
        claim: () => suspects.splice(0),
        async save() {
          await up.pass();
          return true;
        },
      };
      const opened = await openStore(test, store);
      opened.delivery.start(new CountedHandler().handle);
      await up.reached();
      await delay(6000);
      up.open();
      await eventually(() => opened.completed.length === 2, 4000);
    },
  );
});
