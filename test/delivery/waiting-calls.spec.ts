import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import type { RecordHandler } from '../../src/delivery/port/record-handler.js';
import { type CallbackStore, NO_PROGRESS } from '../../src/store/index.js';
import { eventually } from '../support/eventually.js';
import { Gate } from '../support/gate.js';
import { recordOf } from '../support/observed-delivery.js';
import { emptyStore, MB, nameOf, openStore, storeWith } from '../support/store-double.js';

describe('calls that wait, or run for long', () => {
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
      const opened = await openStore(test, store, { drainTimeoutMs: 1 });
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
      const opened = await openStore(test, store, { concurrency: records });
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
      const opened = await openStore(test, store, { drainTimeoutMs: 1 });
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
      const opened = await openStore(test, store, { drainTimeoutMs: 1 });
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
    const opened = await openStore(test, store, { drainTimeoutMs: 1 });
    opened.delivery.start((record) => {
      const name = nameOf(record);
      if (name === 'quick') return [{ id: name, call: () => undefined }];
      return [{ id: name.slice(0, 1), concurrency: 1, call: () => new Promise<undefined>(() => {}) }];
    });
    await eventually(() => opened.completed.length === 1);
  });
});
