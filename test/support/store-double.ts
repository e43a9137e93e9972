import type { TestContext } from 'vitest';
import { type CallbackStore, type DeliveryOptions, deliveryOn, NO_PROGRESS } from '../../src/store/index.js';
import type { CallbackRecord } from '../../src/delivery/port/callback-record.js';
import type { RecordHandler } from '../../src/delivery/port/record-handler.js';
import type { Gate } from './gate.js';
import { ObservedDelivery, recordOf } from './observed-delivery.js';

/** Opens a delivery on a store, and closes it at the end of the test. */
export function openStore(
  test: Pick<TestContext, 'onTestFinished'>,
  store: CallbackStore,
  options: DeliveryOptions = {},
): Promise<ObservedDelivery> {
  return ObservedDelivery.open(
    test,
    deliveryOn(() => store, options),
  );
}

/** A handler that ends when a gate is opened. */
export function gated(id: string, gate: Gate): RecordHandler {
  return {
    id,
    async call() {
      await gate.pass();
      return undefined;
    },
  };
}

export const MB = 1024 * 1024;

/** A store with a record of each name, which is claimed once. */
export function storeWith(names: readonly string[], bytesOf: (name: string) => number): CallbackStore {
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

export function nameOf({ id }: CallbackRecord): string {
  return id.split('/').at(-1) ?? id;
}

/** The rest of a store, with nothing in it. */
export function emptyStore(): CallbackStore {
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
