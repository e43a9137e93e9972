import { setImmediate } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { inProcessDelivery } from '../../src/index.js';
import { ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { fulfilsTheContract } from '../support/fulfils-the-contract.js';

describe('inProcessDelivery', () => {
  fulfilsTheContract((_store, options) => inProcessDelivery(options));

  it('lets requests come between, also where handlers are done at once', async (test) => {
    const concurrency = 4;
    const { delivery } = await ObservedDelivery.open(test, inProcessDelivery({ concurrency }));
    for (let nth = 0; nth < 30; nth += 1) await delivery.accept(recordOf(nth));
    const handled: string[] = [];
    delivery.start(({ id }) => {
      handled.push(id);
      return { done: ['h'], failures: [] };
    });
    const turns: number[] = [];
    while (handled.length < 30) {
      const before = handled.length;
      await setImmediate();
      turns.push(handled.length - before);
    }
    expect(Math.max(...turns)).toBe(concurrency);
  });
});
