import { describe, expect, it } from 'vitest';
import { type CallbackStore, deliveryOn, NO_PROGRESS } from '../../src/store/index.js';
import { Gate } from '../support/gate.js';
import { CountedHandler, eventually, ObservedDelivery, recordOf } from '../support/observed-delivery.js';

describe('deliveryOn', () => {
  it('closes its store when nothing is being claimed any more', async (test) => {
    const [claiming, handling] = [new Gate(), new Gate()];
    const told: string[] = [];
    const store: CallbackStore = {
      label: 'for a test',
      durable: true,
      deadLetters: {
        list: async () => [],
        find: async () => undefined,
        replay: async () => false,
        discard: async () => false,
      },
      add: (record) => ({ record, progress: NO_PROGRESS }),
      async claim() {
        await claiming.pass();
        told.push('claimed');
        return [];
      },
      complete: () => true,
      reschedule: () => true,
      save: () => true,
      deadLetter: () => true,
      onDue() {},
      stats: async () => ({ pending: 0, dead: 0, oldestPendingAt: null }),
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
});
