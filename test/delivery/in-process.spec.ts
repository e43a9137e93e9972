import { setImmediate } from 'node:timers/promises';
import { describe, expect, it, type TestContext } from 'vitest';
import { inProcessDelivery } from '../../src/index.js';
import { ObservedDelivery, onlyHandler, recordOf } from '../support/observed-delivery.js';
import type { RecordHandler } from '../../src/delivery/port/record-handler.js';
import { eventually } from '../support/eventually.js';
import { fulfilsTheContract } from '../support/fulfils-the-contract.js';

describe('inProcessDelivery', () => {
  fulfilsTheContract((_store, options) => inProcessDelivery(options));

  it('serves requests between handlers, even synchronous ones', async (test) => {
    // A turn ends with the handler that reaches its tenth millisecond.
    expect(await mostInATurn(test, { count: 30, ms: 3 })).toBeLessThanOrEqual(4);
  });

  it.for([
    ['synchronous', (): void => {}],
    ['asynchronous', async () => Promise.resolve()],
  ] as const)(
    'calls one handler in a turn if it takes long, also with %s handlers',
    async ([, rest], test) => {
      expect(await mostInATurn(test, { count: 20, ms: 15, rest })).toBe(1);
    },
  );

  it.for([
    ['whose record has no other', []],
    ['while another one of its record runs', [{ id: 'long', call: () => new Promise<undefined>(() => {}) }]],
  ] as const)('retries no handler before its time, %s', async ([, others], test) => {
    const { delivery } = await ObservedDelivery.open(
      test,
      inProcessDelivery({
        concurrency: 1000,
        drainTimeoutMs: 1,
        // Half of it is jitter, so that the shortest delay is 1 ms.
        retry: { attempts: 2, initialDelayMs: 2, maxDelayMs: 2 },
      }),
    );
    const delays: number[] = [];
    let failedAt = 0;
    const failsOnce: RecordHandler = {
      id: 'fails once',
      call: async (attempt) => {
        if (attempt === 2) delays.push(performance.now() - failedAt);
        if (attempt === 2) return undefined;
        failedAt = performance.now();
        return { handler: 'fails once', error: new Error('as the test wants it'), retryable: true };
      },
    };
    delivery.start(() => [failsOnce, ...others]);
    for (let nth = 1; nth <= 200; nth += 1) {
      await delivery.accept(recordOf(nth));
      await eventually(() => delays.length === nth);
    }
    expect(Math.min(...delays)).toBeGreaterThanOrEqual(1);
  });

  // The second line is of records that are so large that few of them may be in memory.
  it.for([
    [501, 'x'],
    [150, 'x'.repeat(250_000)],
  ] as const)(
    'handles all others while %d callbacks wait for a handler that hangs',
    { timeout: 60_000 },
    async ([waiting, note], test) => {
      const { delivery } = await ObservedDelivery.open(test, inProcessDelivery({ drainTimeoutMs: 1 }));
      let quick = 0;
      const slow = { id: 'slow', concurrency: 1, call: () => new Promise<undefined>(() => {}) };
      const others = {
        id: 'others',
        call: async () => {
          await setImmediate();
          quick += 1;
          return undefined;
        },
      };
      delivery.start(({ id }) => [id.includes('slow') ? slow : others]);
      const large = (nth: string) => ({ ...recordOf(nth), body: { note } });
      for (let nth = 0; nth < waiting; nth += 1) await delivery.accept(large(`slow ${nth}`));
      for (let nth = 0; nth < 1500; nth += 1) await delivery.accept(recordOf(nth));
      await eventually(() => quick === 1500);
    },
  );

  it.for([
    ['synchronous', (): void => {}],
    ['asynchronous', async () => Promise.resolve()],
  ] as const)(
    'keeps up, with %s handlers, when more than `concurrency` arrive in one turn',
    async ([, rest], test) => {
      const options = { concurrency: 4, capacity: 1000 };
      const { delivery } = await ObservedDelivery.open(test, inProcessDelivery(options));
      let handled = 0;
      delivery.start(
        onlyHandler(() => {
          handled += 1;
          return rest();
        }),
      );
      const accepted: string[] = [];
      for (let turn = 0; turn < 100; turn += 1) {
        for (let nth = 0; nth < 50; nth += 1)
          accepted.push(await delivery.accept(recordOf(`${turn} ${nth}`)));
        await setImmediate();
      }
      await eventually(() => handled === accepted.length);
      expect(accepted).toHaveLength(5000);
    },
  );
});

/** Returns the most handlers that were called in one turn of the event loop; each of `count` takes `ms` of it, and then its `rest`. */
async function mostInATurn(
  test: TestContext,
  { count, ms, rest = () => {} }: { count: number; ms: number; rest?: () => void | Promise<void> },
): Promise<number> {
  const { delivery } = await ObservedDelivery.open(test, inProcessDelivery());
  for (let nth = 0; nth < count; nth += 1) await delivery.accept(recordOf(nth));
  const handled: string[] = [];
  delivery.start(
    onlyHandler(({ id }) => {
      const end = performance.now() + ms;
      while (performance.now() < end);
      handled.push(id);
      return rest();
    }),
  );
  const turns: number[] = [];
  while (handled.length < count) {
    const before = handled.length;
    await setImmediate();
    turns.push(handled.length - before);
  }
  return Math.max(...turns);
}
