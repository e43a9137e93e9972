import type { TestContext } from 'vitest';
import type { CallbackRecord } from '../../src/delivery/port/callback-record.js';
import type { Delivery, DeliveryFactory } from '../../src/delivery/port/delivery.js';
import type { HandlersOf } from '../../src/delivery/port/record-handler.js';
import type { LifecycleObserver } from '../../src/lifecycle/lifecycle-channels.js';
import { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { eventually } from './eventually.js';

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
    test: Pick<TestContext, 'onTestFinished'>,
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

/** A handler that does this with each record, and does not fail. */
export function onlyHandler(handle: (record: CallbackRecord) => void | Promise<void>): HandlersOf {
  return (record) => [{ id: 'h', call: () => handle(record)?.then(() => undefined) }];
}

/** A handler with the behaviour that a test wants. It counts its calls by record. */
export class CountedHandler {
  readonly calls = new Map<string, number>();

  constructor(private readonly behaviour: (record: CallbackRecord) => Promise<void> = async () => {}) {}

  readonly handle: HandlersOf = (record) => [
    {
      id: 'Counted.handle',
      call: async () => {
        this.calls.set(record.id, (this.calls.get(record.id) ?? 0) + 1);
        try {
          await this.behaviour(record);
          return undefined;
        } catch (error) {
          return { handler: 'Counted.handle', error, retryable: true };
        }
      },
    },
  ];

  get repeated(): string[] {
    return [...this.calls].filter(([, calls]) => calls > 1).map(([id]) => id);
  }
}
