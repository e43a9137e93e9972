import { setTimeout as delay } from 'node:timers/promises';
import type { Type } from '@nestjs/common';
import { afterEach, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';
import { type Ordering, ORDERINGS } from '../../src/events/decorator/orderings.js';
import { typedBody } from '../../src/callbacks/wire/typed-body.js';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import {
  type DeliveryFactory,
  type GroupMessageSentEvent,
  inProcessDelivery,
  OnTencentChatEvent,
  type StateChangedEvent,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { StepLog } from '../support/step-log.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const STATE = 'State.StateChange';
const SENT = 'Group.CallbackAfterSendMsg';
const NOON = 1_767_225_600_000;

let test: TestApp;
let steps: StepLog;
afterEach(() => test.app.close());

async function start(
  handlers: Type,
  delivery: DeliveryFactory = inProcessDelivery({ retry: { initialDelayMs: 1, maxDelayMs: 5 } }),
): Promise<void> {
  test = await createTestApp({ providers: [handlers], options: { delivery } });
  steps = new StepLog(test.app, 'handled', 'completed', 'rescheduled');
}

/** A user's connection changed: the nth time. */
function change(nth: number, user = 'rong'): Promise<unknown> {
  const Info = { Action: 'Login', To_Account: user, Reason: 'Register' };
  return test.callback({
    command: STATE,
    body: { CallbackCommand: STATE, Info, EventTime: NOON + nth },
  });
}

const nthOf = ({ eventTime }: StateChangedEvent) => eventTime!.getTime() - NOON;

describe('onStale', () => {
  it("'skip' does not call the handler with an event that is older than one that it has handled", async () => {
    const done: number[] = [];
    class Handlers {
      @OnTencentChatEvent('state.changed', { id: 'kept', onStale: 'skip' })
      keep(event: StateChangedEvent): void {
        done.push(nthOf(event));
      }
    }
    await start(Handlers);
    for (const [index, nth] of [2, 1, 3].entries()) {
      await change(nth);
      await steps.get('completed', index + 1);
    }
    // Another user is another thing.
    await change(1, 'another');
    await steps.get('completed', 4);
    expect(done).toEqual([2, 3, 1]);
    const unhandled = steps.all('handled').filter(({ skipped }) => skipped === 'stale');
    expect(unhandled).toMatchObject([{ handler: 'kept', event: 'state.changed', attempt: 1 }]);
  });

  it("'mark' sets `stale` on the event, with the key and the order for a conditional write", async () => {
    const seen: unknown[] = [];
    class Handlers {
      @OnTencentChatEvent('state.changed', { onStale: 'mark' })
      see({ stale, staleKey, staleOrder }: StateChangedEvent): void {
        seen.push({ stale, staleKey, staleOrder });
      }
      @OnTencentChatEvent('state.changed')
      plain({ stale, staleKey, staleOrder }: StateChangedEvent): void {
        seen.push({ stale, staleKey, staleOrder });
      }
    }
    await start(Handlers);
    for (const [nth, completed] of [
      [2, 1],
      [1, 2],
    ] as const) {
      await change(nth);
      await steps.get('completed', completed);
    }
    const plain = { stale: false, staleKey: undefined, staleOrder: undefined };
    expect(seen.filter((each) => (each as { staleKey: unknown }).staleKey === undefined)).toEqual([
      plain,
      plain,
    ]);
    expect(seen.filter((each) => (each as { staleKey: unknown }).staleKey !== undefined)).toEqual([
      { stale: false, staleKey: '["rong"]', staleOrder: NOON + 2 },
      { stale: true, staleKey: '["rong"]', staleOrder: NOON + 1 },
    ]);
  });

  it('takes a key and an order of the app’s own', async () => {
    const done: number[] = [];
    class Handlers {
      @OnTencentChatEvent('group.messageSent', {
        onStale: {
          action: 'skip',
          key: ({ GroupId }) => GroupId,
          order: ({ MsgSeq }) => MsgSeq,
        },
      })
      keep({ body }: GroupMessageSentEvent): void {
        done.push(body.MsgSeq);
      }
    }
    await start(Handlers);
    // Of the same order is not older.
    for (const [index, MsgSeq] of [5, 3, 7, 7].entries()) {
      const body = { ...sampleCallback(SENT), MsgSeq, TopicId: `topic ${index}` };
      await test.callback({ command: SENT, body });
      await steps.get('completed', index + 1);
    }
    expect(done).toEqual([5, 7, 7]);
  });

  it('fails the call if key or order throw, or return something else', async () => {
    class Handlers {
      @OnTencentChatEvent('state.changed', {
        onStale: { action: 'skip', key: () => 5 as never, order: () => 1 },
      })
      key(): void {}
      @OnTencentChatEvent('state.changed', { onStale: { action: 'skip', key: () => '', order: () => NaN } })
      order(): void {}
      @OnTencentChatEvent('state.changed', {
        onStale: {
          action: 'skip',
          key: () => {
            throw new Error('as the test wants it');
          },
          order: () => 1,
        },
      })
      throws(): void {}
    }
    await start(Handlers);
    await change(1);
    const { failures } = await steps.get('rescheduled');
    expect(failures.map(({ error }) => String(error))).toEqual([
      'TypeError: onStale.key of Handlers.key returned no string',
      'TypeError: onStale.order of Handlers.order returned no number',
      'Error: as the test wants it',
    ]);
  });

  it('knows through the shared state what other and earlier processes have handled', async () => {
    const done: number[] = [];
    class Handlers {
      @OnTencentChatEvent('state.changed', { onStale: 'skip' })
      keep(event: StateChangedEvent): void {
        done.push(nthOf(event));
      }
    }
    const path = temporaryFolder();
    await start(Handlers, lmdbDelivery({ path }));
    await change(2);
    await steps.get('completed');
    await test.app.close();
    await start(Handlers, lmdbDelivery({ path }));
    await change(1);
    await steps.get('completed');
    await change(3);
    await steps.get('completed', 2);
    expect(done).toEqual([2, 3]);
  });

  it.each(Array.from({ length: 10 }, (_, seed) => seed))(
    'ends with the newest event of each key, in any order of arrival (seed %i)',
    async (seed) => {
      const random = randomOf(seed);
      const users = ['one', 'two', 'three'];
      const state = new Map<string, number>();
      const running = new Set<string>();
      class Handlers {
        @OnTencentChatEvent('state.changed', {
          onStale: 'skip',
          concurrency: 1 + Math.floor(random() * 4),
          retry: { attempts: 50, initialDelayMs: 1, maxDelayMs: 4 },
        })
        async keep(event: StateChangedEvent): Promise<void> {
          const user = event.body.Info.To_Account;
          expect(running.has(user), 'two calls of one thing').toBe(false);
          running.add(user);
          if (random() < 0.5) await delay(random() * 5);
          running.delete(user);
          if (random() < 0.3) throw new Error('as the test wants it');
          state.set(user, nthOf(event));
        }
      }
      await start(Handlers);
      const changes = users.flatMap((user) =>
        Array.from({ length: 20 }, (_, nth) => ({ user, nth: nth + 1, place: random() })),
      );
      const arrivals = changes.toSorted((one, other) => one.place - other.place);
      await Promise.all(arrivals.map(({ nth, user }) => change(nth, user)));
      await steps.get('completed', arrivals.length);
      expect(Object.fromEntries(state)).toEqual({ one: 20, two: 20, three: 20 });
    },
  );
});

describe('the orderings of the catalogue', () => {
  it.each(Object.entries<Ordering<never>>(ORDERINGS))('read the body of %s', async (event, ordering) => {
    await start(class {});
    const callback = CATALOGUE.find((each) => each.event === event)!;
    const read: Ordering<object> = ordering;
    const body = typedBody(callback, { ...sampleCallback(callback.command), EventTime: NOON });
    expect(read.key(body)).toMatch(/^\[".+"/);
    expect(read.order(body)).toBeTypeOf('number');
    expect(read.order(typedBody(callback, { ...sampleCallback(callback.command), EventTime: NOON }))).toBe(
      read.order(body),
    );
  });
});

/** Pseudo-random numbers below 1, the same for the same seed. */
function randomOf(seed: number): () => number {
  let state = seed + 1;
  return () => {
    state = (state * 48_271) % 2_147_483_647;
    return state / 2_147_483_647;
  };
}
