import { vi, type TestContext } from 'vitest';
import type { CallbackRecord } from '../../src/delivery/port/callback-record.js';
import type { Delivery, DeliveryFactory } from '../../src/delivery/port/delivery.js';
import type { HandleRecord } from '../../src/delivery/port/handle-record.js';
import type { LifecycleObserver } from '../../src/lifecycle/lifecycle-channels.js';
import { Lifecycle } from '../../src/lifecycle/lifecycle.js';

/** A delivery, and what it has reported. */
export class ObservedDelivery {
  private constructor(
    readonly delivery: Delivery,
    /** The reasons of all reports that the store is down. */
    readonly down: (string | undefined)[],
    readonly up: (string | undefined)[],
    readonly faults: string[],
    readonly completed: string[],
  ) {}

  static async open(
    test: TestContext,
    factory: DeliveryFactory,
    registration = 'default',
  ): Promise<ObservedDelivery> {
    const lifecycle = new Lifecycle(registration);
    const [down, up]: [(string | undefined)[], (string | undefined)[]] = [[], []];
    const [faults, completed]: [string[], string[]] = [[], []];
    const observer: LifecycleObserver = {
      store: ({ state, why }) => (state === 'down' ? down : up).push(why),
      fault: ({ message }) => faults.push(message),
      completed: ({ id }) => completed.push(id),
    };
    lifecycle.observe(observer);
    const delivery = await factory({ registration, lifecycle });
    test.onTestFinished(() => delivery.close());
    return new ObservedDelivery(delivery, down, up, faults, completed);
  }

  async saysDown(why: RegExp): Promise<void> {
    await eventually(() => this.down.some((reported) => why.test(String(reported))));
  }

  async saysUp(): Promise<void> {
    await eventually(() => this.up.length > 0);
  }
}

/** Waits until a condition is true. */
export async function eventually(
  condition: () => boolean | Promise<boolean>,
  timeout = 15_000,
): Promise<void> {
  await vi.waitFor(
    async () => {
      if (!(await condition())) throw new Error(`this did not become true: ${String(condition)}`);
    },
    { timeout, interval: 10 },
  );
}

/** Returns the record with a number, which is in its id and its body. */
export function recordOf(nth: number | string): CallbackRecord {
  const command = 'Group.CallbackOnDailyGroupQuotaAlarm';
  return {
    id: `1400000000/${command}/${nth}`,
    registration: 'default',
    command,
    sdkAppId: 1400000000,
    receivedAt: 1767225600456,
    body: { CallbackCommand: command, QuotaUsed: nth },
  };
}

/** A handler with the behaviour that a test wants. It counts its calls by record. */
export class CountedHandler {
  readonly calls = new Map<string, number>();

  constructor(private readonly behaviour: (record: CallbackRecord) => Promise<void> = async () => {}) {}

  readonly handle: HandleRecord = async (record, { before }) => {
    await before?.('Counted.handle', []);
    this.calls.set(record.id, (this.calls.get(record.id) ?? 0) + 1);
    try {
      await this.behaviour(record);
      return { done: ['Counted.handle'], failures: [] };
    } catch (error) {
      return { done: [], failures: [{ handler: 'Counted.handle', error, retryable: true }] };
    }
  };

  get repeated(): string[] {
    return [...this.calls].filter(([, calls]) => calls > 1).map(([id]) => id);
  }
}
