import assert from 'node:assert/strict';
import { NonRetryableError } from '../../delivery/port/record-handler.js';
import {
  alarmRecord,
  holds,
  INVALID,
  nextMillisecond,
  until,
  type ContractContext,
} from './contract-context.js';
import { ContractHandler, parkedHandler, type ContractCall } from './contract-handler.js';

const TWO = ['First.handle', 'Second.handle'];
const QUICK = { attempts: 3, initialDelayMs: 0, maxDelayMs: 0 };

/** Checks of records with several handlers. */
export const handlersChecks: Record<string, (context: ContractContext) => Promise<void>> = {
  'does not call a handler that has succeeded because another one failed': async (context) => {
    const delivery = await context.open({ retry: QUICK });
    const handler = new ContractHandler(async (_record, attempt, id) => {
      if (id === 'Second.handle' && attempt < 3) throw new Error('as the check wants it');
    }, TWO);
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await handler.succeeded(1);
    assert.deepEqual(handler.calls.map(named), [
      'First.handle 1',
      'Second.handle 1',
      'Second.handle 2',
      'Second.handle 3',
    ]);
  },

  'names the handlers that are left in a dead letter, and replays those': async (context) => {
    const delivery = await context.open({ retry: { ...QUICK, attempts: 2 } });
    let broken = true;
    const handler = new ContractHandler(async (_record, _attempt, id) => {
      if (broken && id === 'Second.handle') throw new Error('as the check wants it');
    }, TWO);
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await until('a dead letter', async () => (await delivery.stats()).dead === 1);
    const dead = await delivery.deadLetters.find(alarmRecord(1).id);
    assert.ok(dead);
    assert.deepEqual([dead.reason, dead.handlers, dead.attempts], ['failed', ['Second.handle'], 2]);
    broken = false;
    await delivery.deadLetters.replay(alarmRecord(1).id, dead.handlers);
    await handler.succeeded(1);
    assert.deepEqual(handler.calls.map(named), [
      'First.handle 1',
      'Second.handle 1',
      'Second.handle 2',
      'Second.handle 1',
    ]);
  },

  'does not call a handler again after a NonRetryableError': async (context) => {
    const delivery = await context.open({ retry: QUICK });
    const handler = new ContractHandler(async (_record, _attempt, id) => {
      if (id === 'First.handle') throw new NonRetryableError('as the check wants it');
      throw new Error('as the check wants it, too');
    }, TWO);
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await until('a dead letter', async () => (await delivery.stats()).dead === 1);
    assert.deepEqual(handler.calls.map(named), [
      'First.handle 1',
      'Second.handle 1',
      'Second.handle 2',
      'Second.handle 3',
    ]);
    const dead = await delivery.deadLetters.find(alarmRecord(1).id);
    assert.deepEqual(dead?.handlers, TWO);
    assert.equal(dead.error, 'as the check wants it; as the check wants it, too');
  },

  'finds which handlers are left, if it is durable': async (context) => {
    const retry = { attempts: 2, initialDelayMs: 200, maxDelayMs: 200 };
    const first = await context.open({ retry });
    if (!first.durable) return;
    const handler = new ContractHandler(async (_record, attempt, id) => {
      if (id === 'Second.handle' && attempt === 1) throw new Error('as the check wants it');
    }, TWO);
    first.start(handler.handle);
    await first.accept(alarmRecord(1));
    await handler.called(2);
    await context.close(first);
    const second = await context.open({ retry });
    second.start(handler.handle);
    await handler.succeeded(1);
    assert.deepEqual(handler.calls.map(named), ['First.handle 1', 'Second.handle 1', 'Second.handle 2']);
  },

  'survives a handler that throws what cannot be printed': async (context) => {
    const delivery = await context.open({ retry: { ...QUICK, attempts: 1 } });
    const unprintable: unknown = Object.create(null);
    const handler = new ContractHandler(async () => Promise.reject(unprintable));
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await until('a dead letter', async () => (await delivery.stats()).dead === 1);
  },

  'drops the oldest dead letters over the limit': async (context) => {
    const delivery = await context.open({ deadLetters: { max: 5, maxAgeMs: 3_600_000 } });
    for (let nth = 0; nth < 12; nth += 1) {
      await delivery.deadLetter(alarmRecord(nth), INVALID);
      await until('another millisecond', nextMillisecond());
    }
    await until('no more than the limit', async () => (await delivery.stats()).dead <= 5);
    const left = await delivery.deadLetters.list(100);
    assert.equal(left.at(-1)?.record.id, alarmRecord(11).id);
    assert.equal(await delivery.accept(alarmRecord(0)), 'accepted', 'what was dropped is no duplicate');
  },

  'drops dead letters that are too old': async (context) => {
    const delivery = await context.open({ deadLetters: { max: 5, maxAgeMs: 1 } });
    await delivery.deadLetter(alarmRecord(1), INVALID);
    await until('no dead letter', async () => (await delivery.stats()).dead === 0);
    assert.deepEqual(await delivery.deadLetters.list(100), []);
  },

  'lists dead letters page by page': async (context) => {
    const delivery = await context.open();
    for (let nth = 0; nth < 5; nth += 1) await delivery.deadLetter(alarmRecord(nth), INVALID);
    const all = await delivery.deadLetters.list(10);
    const page = await delivery.deadLetters.list(2, all[1]?.record.id);
    assert.deepEqual(page, all.slice(2, 4));
    await assert.rejects(delivery.deadLetters.list(2, 'unknown'), RangeError);
  },

  'reports since when the oldest record waits, and how many are in their handlers': async (context) => {
    const delivery = await context.open();
    assert.equal((await delivery.stats()).oldestPendingAt, null);
    const { handler, release } = parkedHandler();
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await handler.called(1);
    const { oldestPendingAt, running } = await delivery.stats();
    assert.equal(oldestPendingAt, alarmRecord(1).receivedAt);
    assert.equal(running, 1);
    release();
    await handler.succeeded(1);
  },

  'takes derived records while it drains': async (context) => {
    const delivery = await context.open();
    const derived = { ...alarmRecord('derived'), derived: true as const };
    const { handler, release } = parkedHandler();
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await handler.called(1);
    const closing = context.close(delivery);
    assert.equal(await delivery.accept(derived), 'accepted');
    release();
    await closing;
    if (!delivery.durable) {
      assert.ok(handler.handled.includes(derived.id));
      return;
    }
    const second = await context.open();
    assert.equal(await second.accept(derived), 'duplicate');
    second.start(handler.handle);
    await until('the handling of what was derived', () => handler.handled.includes(derived.id));
  },

  'may be closed twice in one turn': async (context) => {
    const delivery = await context.open();
    const { handler, release } = parkedHandler();
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await handler.called(1);
    const closing = Promise.all([delivery.close(), context.close(delivery)]);
    release();
    await closing;
    assert.deepEqual(handler.handled, [alarmRecord(1).id]);
    const second = await context.open();
    if (second.durable) await holds(second, { pending: 0, dead: 0 });
  },
};

function named({ handler, attempt }: ContractCall): string {
  return `${handler} ${attempt}`;
}
