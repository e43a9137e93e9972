import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it, type TestContext } from 'vitest';
import type { CallbackRecord } from '../../src/delivery/port/callback-record.js';
import type { HandlersOf, RecordHandler } from '../../src/delivery/port/record-handler.js';
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

  it.for([
    ['many', 600, 0],
    ['large ones', 20, 1024 * 1024],
  ] as const)(
    'keeps the callbacks that wait for one handler in its line, while %s wait for another that hangs',
    async ([, count, bytes], test) => {
      const claims = [
        ...Array.from({ length: count }, (_, nth) => `hangs ${nth}`),
        ...Array.from({ length: 50 }, (_, nth) => `quick ${nth}`),
      ].map((nth) => ({
        record: recordOf(nth),
        progress: NO_PROGRESS,
        bytes: nth.startsWith('h') ? bytes : 0,
      }));
      const putBack: string[] = [];
      const store: CallbackStore = {
        ...emptyStore(),
        claim: () => claims.splice(0),
        reschedule: ({ record }) => putBack.push(record.id) > 0,
      };
      const opened = await ObservedDelivery.open(
        test,
        deliveryOn(() => store, { drainTimeoutMs: 1 }),
      );
      const hangs: RecordHandler = { id: 'hangs', concurrency: 1, call: () => new Promise(() => {}) };
      const quick: RecordHandler = {
        id: 'quick',
        concurrency: 2,
        async call() {
          await setImmediate();
          return undefined;
        },
      };
      opened.delivery.start(({ id }) => [id.includes('hangs') ? hangs : quick]);
      await eventually(() => opened.completed.length === 50);
      expect(putBack.length).toBeGreaterThan(0);
      expect(putBack.filter((id) => id.includes('quick'))).toEqual([]);
    },
  );

  it('calls other handlers between suspects, for as long as these were alone', async (test) => {
    const claims = [
      ...Array.from({ length: 20 }, (_, nth) => ({
        record: recordOf(`suspect ${nth}`),
        progress: { ...NO_PROGRESS, suspicion: { deaths: 0 } },
      })),
      { record: recordOf('other'), progress: NO_PROGRESS },
    ];
    const [suspect] = claims;
    const aside: unknown[] = [];
    const store: CallbackStore = {
      ...emptyStore(),
      claim: () => claims.splice(0),
      makeRoom: (claim) => aside.push(claim),
    };
    const opened = await ObservedDelivery.open(
      test,
      deliveryOn(() => store),
    );
    opened.delivery.start(new CountedHandler(async () => delay(20)).handle);
    // A suspect that waits for its turn takes no place in the store.
    await eventually(() => aside.includes(suspect));
    await eventually(() => opened.completed.length === 21);
    expect(opened.completed.indexOf(recordOf('other').id)).toBeLessThan(3);
  });

  it('does not spin while suspects wait for one that takes long', { timeout: 20_000 }, async (test) => {
    const gate = new Gate();
    const suspects = [1, 2].map((nth) => ({
      record: recordOf(nth),
      progress: { ...NO_PROGRESS, suspicion: { deaths: 0 } },
    }));
    const saved: Progress[] = [];
    const store: CallbackStore = {
      ...emptyStore(),
      claim: () => suspects.splice(0),
      save: (_claim, written) => saved.push(written) > 0,
    };
    const opened = await ObservedDelivery.open(
      test,
      deliveryOn(() => store),
    );
    opened.delivery.start(new CountedHandler(() => gate.pass()).handle);
    // The second mark of the first one says that others may start.
    await eventually(() => saved.length === 2);
    const idle = performance.eventLoopUtilization();
    await delay(200);
    expect(performance.eventLoopUtilization(idle).utilization).toBeLessThan(0.5);
    gate.open();
    await eventually(() => opened.completed.length === 2);
  });

  it.for([
    ['the end of another call of it', { records: 2, handlers: ['a'], limits: { concurrency: 1 } }],
    ['a slot', { records: 1, handlers: ['a', 'b'], limits: {} }],
  ] as const)(
    'does not call a handler whose lease was lost while it waited for %s',
    async ([, { records, handlers, limits }], test) => {
      const claims = Array.from({ length: records }, (_, nth) => ({
        record: recordOf(nth),
        progress: NO_PROGRESS,
      }));
      const last = claims.at(-1);
      let isLost = false;
      const store: CallbackStore = {
        ...emptyStore(),
        claim: () => claims.splice(0),
        begin: (claim) => !(isLost && claim === last),
      };
      const opened = await ObservedDelivery.open(
        test,
        deliveryOn(() => store, { concurrency: records }),
      );
      const gate = new Gate();
      const called: string[] = [];
      const call = async (id: string) => {
        called.push(id);
        await gate.pass();
        return undefined;
      };
      opened.delivery.start((record) =>
        handlers.map((id) => ({ id, ...limits, call: () => call(`${id} ${record.id}`) })),
      );
      await gate.reached();
      isLost = true;
      gate.open();
      // It waits for all claims in memory.
      await opened.delivery.close();
      expect(called).toEqual([`a ${recordOf(0).id}`]);
    },
  );

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
      const opened = await ObservedDelivery.open(
        test,
        deliveryOn(() => store),
      );
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

  it.for([
    [8, 'goes on', []],
    [
      14,
      'says why it does not go on',
      [
        '13 calls of handlers, with callbacks of 65 MB, have been running for more than 5000 ms: no callback is claimed until one of them ends',
      ],
    ],
  ] as const)(
    'while handlers hang with %d callbacks of 5 MB, %s',
    { timeout: 20_000 },
    async ([count, , faults], test) => {
      const names = [...Array.from({ length: count }, (_, nth) => `hangs ${nth}`), 'quick'];
      const store = storeWith(names, (name) => (name === 'quick' ? 1 : 5 * MB));
      const opened = await ObservedDelivery.open(
        test,
        deliveryOn(() => store, { drainTimeoutMs: 1 }),
      );
      opened.delivery.start(({ id }) => [
        { id: 'h', call: () => (id.includes('hangs') ? new Promise(() => {}) : undefined) },
      ]);
      if (faults.length === 0) await eventually(() => opened.completed.length === 1);
      else await eventually(() => opened.faults.length === 1);
      expect(opened.faults).toEqual(faults);
    },
  );

  it(
    'counts the bytes of a callback once, however many of its handlers hang',
    { timeout: 20_000 },
    async (test) => {
      const names = ['hangs', 'large', 'quick'];
      const store = storeWith(names, (name) => (name === 'quick' ? 1 : 20 * MB));
      const opened = await ObservedDelivery.open(
        test,
        deliveryOn(() => store, { drainTimeoutMs: 1 }),
      );
      const hanging = Array.from({ length: 10 }, (_, nth) => ({
        id: `h${nth}`,
        call: () => new Promise<undefined>(() => {}),
      }));
      opened.delivery.start(({ id }) => (id.includes('quick') ? [] : hanging));
      await eventually(() => opened.completed.length === 1);
      expect(opened.faults).toEqual([]);
    },
  );

  it('calls handlers that need not wait, while those of many lines hang with large callbacks', async (test) => {
    const lines = 'abcdefghijkl'.split('');
    const names = [
      ...lines.flatMap((line) => Array.from({ length: 12 }, (_, nth) => `${line}${nth}`)),
      'quick',
    ];
    const store = storeWith(names, (name) => (name === 'quick' ? 1 : 400 * 1024));
    const opened = await ObservedDelivery.open(
      test,
      deliveryOn(() => store, { drainTimeoutMs: 1 }),
    );
    opened.delivery.start((record) => {
      const name = nameOf(record);
      if (name === 'quick') return [{ id: name, call: () => undefined }];
      return [{ id: name.slice(0, 1), concurrency: 1, call: () => new Promise<undefined>(() => {}) }];
    });
    await eventually(() => opened.completed.length === 1);
  });

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
      const opened = await ObservedDelivery.open(
        test,
        deliveryOn(() => store, { retry: { initialDelayMs: 10, maxDelayMs: 10 } }),
      );
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

  it(
    'does not make the next suspect wait as long as the store was down',
    { timeout: 30_000 },
    async (test) => {
      const suspects = [1, 2].map((nth) => ({
        record: recordOf(nth),
        progress: { ...NO_PROGRESS, suspicion: { deaths: 0 } },
      }));
      const up = new Gate();
      const store: CallbackStore = {
        ...emptyStore(),
        claim: () => suspects.splice(0),
        async save() {
          await up.pass();
          return true;
        },
      };
      const opened = await ObservedDelivery.open(
        test,
        deliveryOn(() => store),
      );
      opened.delivery.start(new CountedHandler().handle);
      await up.reached();
      await delay(6000);
      up.open();
      await eventually(() => opened.completed.length === 2, 4000);
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

/** A handler that ends when a gate is opened. */
function gated(id: string, gate: Gate): RecordHandler {
  return {
    id,
    async call() {
      await gate.pass();
      return undefined;
    },
  };
}

const MB = 1024 * 1024;

/** A store with a record of each name, which is claimed once. */
function storeWith(names: readonly string[], bytesOf: (name: string) => number): CallbackStore {
  const waiting = names.map((name) => ({
    record: recordOf(name),
    progress: NO_PROGRESS,
    bytes: bytesOf(name),
  }));
  return {
    ...emptyStore(),
    claim: (limit, _dueUntil, maxBytes) => {
      const claims: typeof waiting = [];
      let bytes = 0;
      while (claims.length < limit && bytes < maxBytes) {
        const [next] = waiting.splice(0, 1);
        if (next === undefined) break;
        claims.push(next);
        bytes += next.bytes;
      }
      return claims;
    },
  };
}

function nameOf({ id }: CallbackRecord): string {
  return id.split('/').at(-1) ?? id;
}

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
