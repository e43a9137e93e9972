import assert from 'node:assert/strict';
import { EventEmitter, once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { alarmRecord, holds, until, type ContractContext } from './contract-context.js';
import { ContractHandler } from './contract-handler.js';

const TWO = ['First.handle', 'Second.handle'];

const HOUR_MS = 3_600_000;

/** How long nothing may happen, in ms. Stores renew their leases, and look for records that are due, every two seconds. */
const WAIT_MS = 2500;

/** Checks of the limits of handlers. */
export const limitsChecks: Record<string, (context: ContractContext) => Promise<void>> = {
  'goes on while as many calls as `concurrency` allows never end': async (context) => {
    const delivery = await context.open({ concurrency: 4, drainTimeoutMs: 20 });
    const handler = new ContractHandler(async ({ id }) => {
      if (id !== alarmRecord('quick').id) await new Promise<never>(() => {});
    });
    delivery.start(handler.handle);
    for (const nth of [1, 2, 3, 4, 5, 6]) await delivery.accept(alarmRecord(nth));
    await delivery.accept(alarmRecord('quick'));
    await handler.succeeded(1);
    assert.deepEqual(handler.handled, [alarmRecord('quick').id]);
    // Its result may be on its way to the store.
    await until('the end of the quick one', async () => (await delivery.stats()).pending === 6);
  },

  'retries each handler as often, and when, its own options say': async (context) => {
    const delivery = await context.open({ retry: { attempts: 2, initialDelayMs: 10, maxDelayMs: 10 } });
    const handler = new ContractHandler(
      async () => {
        throw new Error('as the check wants it');
      },
      TWO,
      (id) =>
        id === 'Second.handle' ? { retry: { attempts: 4, initialDelayMs: 300, maxDelayMs: 300 } } : {},
    );
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await until('a dead letter', async () => (await delivery.stats()).dead === 1);
    assert.deepEqual(attemptsOf(handler, 'First.handle'), [1, 2]);
    assert.deepEqual(attemptsOf(handler, 'Second.handle'), [1, 2, 3, 4]);
    const at = (id: string, attempt: number) =>
      handler.calls.find((call) => call.handler === id && call.attempt === attempt)?.at ?? 0;
    assert.ok(
      at('First.handle', 2) < at('Second.handle', 2),
      'the retry that is due first must not wait for the other one',
    );
    assert.ok(
      at('Second.handle', 2) - at('Second.handle', 1) >= 149,
      'a retry must not come before its time',
    );
    const dead = await delivery.deadLetters.find(alarmRecord(1).id);
    assert.deepEqual([dead?.handlers, dead?.attempts], [TWO, 4]);
  },

  "waits as long as a handler's own options say, however short the delays of the delivery are": async (
    context,
  ) => {
    const delivery = await context.open({ retry: { attempts: 5, initialDelayMs: 10, maxDelayMs: 10 } });
    const handler = new ContractHandler(
      async () => {
        throw new Error('as the check wants it');
      },
      ['Patient.handle'],
      () => ({ retry: { attempts: 5, initialDelayMs: 4 * HOUR_MS, maxDelayMs: 4 * HOUR_MS } }),
    );
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await handler.called(1);
    await setTimeout(WAIT_MS);
    assert.equal(handler.calls.length, 1, 'its second attempt is due in hours');
    // A delivery that is not durable makes the attempts that are left when it is closed.
    if (!delivery.durable) return;
    await context.close(delivery);
    const second = await context.open({ retry: { attempts: 5, initialDelayMs: 10, maxDelayMs: 10 } });
    second.start(handler.handle);
    await setTimeout(WAIT_MS);
    assert.equal(handler.calls.length, 1, 'its second attempt is due in hours');
    await holds(second, { pending: 1, dead: 0 });
  },

  'retries a handler while another one of the same record still runs': async (context) => {
    const delivery = await context.open({ retry: { attempts: 3, initialDelayMs: 10, maxDelayMs: 10 } });
    const gate = new EventEmitter();
    const opened = once(gate, 'open');
    const handler = new ContractHandler(async (_record, attempt, id) => {
      if (id === 'Second.handle') await opened;
      else if (attempt < 3) throw new Error('as the check wants it');
    }, TWO);
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await until('the third attempt', () => attemptsOf(handler, 'First.handle').length === 3);
    gate.emit('open');
    await handler.succeeded(1);
    await until('the end of all work', async () => (await delivery.stats()).pending === 0);
    assert.deepEqual(attemptsOf(handler, 'First.handle'), [1, 2, 3]);
    assert.deepEqual(attemptsOf(handler, 'Second.handle'), [1]);
  },

  'calls a handler no more often at a time than its own `concurrency`, without holding up others': async (
    context,
  ) => {
    const delivery = await context.open({ concurrency: 4 });
    const gate = new EventEmitter();
    gate.setMaxListeners(0);
    let open = false;
    let running = 0;
    let most = 0;
    const handler = new ContractHandler(
      async (_record, _attempt, id) => {
        if (id === 'First.handle') return;
        running += 1;
        most = Math.max(most, running);
        if (!open) await once(gate, 'open');
        running -= 1;
      },
      TWO,
      (id) => (id === 'Second.handle' ? { concurrency: 2 } : {}),
    );
    delivery.start(handler.handle);
    for (let nth = 0; nth < 50; nth += 1) await delivery.accept(alarmRecord(nth));
    await until('every call of the first handler', () => attemptsOf(handler, 'First.handle').length === 50);
    open = true;
    gate.emit('open');
    await handler.succeeded(50);
    assert.equal(most, 2);
    assert.equal(handler.calls.length, 100, 'each handler is called once');
  },

  'does not overlap calls with the same key, and a retry does not hold the key': async (context) => {
    const delivery = await context.open({ retry: { attempts: 2, initialDelayMs: 500, maxDelayMs: 500 } });
    const running = new Set<string>();
    const order: string[] = [];
    const handler = new ContractHandler(
      async ({ id }, attempt) => {
        assert.equal(running.size, 0, 'no other call with the key runs');
        running.add(id);
        await setTimeout(5);
        running.delete(id);
        order.push(`${id.split('/')[2]} ${attempt}`);
        if (id === alarmRecord(0).id && attempt === 1) throw new Error('as the check wants it');
      },
      ['First.handle'],
      () => ({ key: 'the same' }),
    );
    delivery.start(handler.handle);
    for (const nth of [0, 1, 2]) await delivery.accept(alarmRecord(nth));
    await handler.succeeded(3);
    assert.deepEqual(order.toSorted(), ['0 1', '0 2', '1 1', '2 1']);
    assert.equal(order.at(-1), '0 2');
  },

  'finds the attempts and due times of each handler, if it is durable': async (context) => {
    const retry = { attempts: 3, initialDelayMs: 200, maxDelayMs: 200 };
    const first = await context.open({ retry });
    if (!first.durable) return;
    const handler = new ContractHandler(
      async () => {
        throw new Error('as the check wants it');
      },
      TWO,
      (id) =>
        id === 'Second.handle' ? { retry: { attempts: 2, initialDelayMs: 60_000, maxDelayMs: 60_000 } } : {},
    );
    first.start(handler.handle);
    await first.accept(alarmRecord(1));
    await handler.called(3);
    await context.close(first);
    const second = await context.open({ retry });
    second.start(handler.handle);
    await until('the last attempt', () => attemptsOf(handler, 'First.handle').length === 3);
    await context.close(second);
    assert.deepEqual(attemptsOf(handler, 'First.handle'), [1, 2, 3]);
    assert.deepEqual(attemptsOf(handler, 'Second.handle'), [1], 'its second attempt is due in a minute');
  },
};

function attemptsOf({ calls }: ContractHandler, id: string): number[] {
  return calls.filter(({ handler }) => handler === id).map(({ attempt }) => attempt);
}
