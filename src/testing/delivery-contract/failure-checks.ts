import assert from 'node:assert/strict';
import {
  alarmRecord,
  holds,
  INVALID,
  nextMillisecond,
  until,
  type ContractContext,
} from './contract-context.js';
import { ContractHandler, failingHandler, parkedHandler } from './contract-handler.js';

/** Checks of records whose handlers fail. */
export const failureChecks: Record<string, (context: ContractContext) => Promise<void>> = {
  'tries again with the number of the attempt, after delays that double': async (context) => {
    const delivery = await context.open({ retry: { attempts: 4, initialDelayMs: 100, maxDelayMs: 200 } });
    const handler = new ContractHandler(async (_record, attempt) => {
      if (attempt < 4) throw new Error('as the check wants it');
    });
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await handler.succeeded(1);
    assert.deepEqual(handler.attemptsAt(alarmRecord(1).id), [1, 2, 3, 4]);
    const delays = handler.calls.slice(1).map(({ at }, nth) => at - (handler.calls[nth]?.at ?? 0));
    // Half of the delay is jitter; the clock of a store may count whole milliseconds.
    const least = [49, 99, 99];
    assert.ok(
      delays.every((delay, nth) => delay >= (least[nth] ?? 0)),
      `the delays were ${delays.join(', ')} ms, and have to be at least half of 100, 200 and 200`,
    );
  },

  'spreads the retries of records that failed together': async (context) => {
    const delivery = await context.open({
      concurrency: 20,
      retry: { attempts: 2, initialDelayMs: 400, maxDelayMs: 400 },
    });
    const handler = new ContractHandler(async (_record, attempt) => {
      if (attempt === 1) throw new Error('as the check wants it');
    });
    delivery.start(handler.handle);
    await Promise.all(Array.from({ length: 20 }, async (_, nth) => delivery.accept(alarmRecord(nth))));
    await handler.succeeded(20);
    const times = handler.calls.filter(({ attempt }) => attempt === 2).map(({ at }) => at);
    const spread = Math.max(...times) - Math.min(...times);
    assert.ok(spread > 40, `all retries came within ${spread} ms`);
  },

  'does not let a record that always fails delay the others': async (context) => {
    const delivery = await context.open({
      concurrency: 1,
      retry: { attempts: 50, initialDelayMs: 10, maxDelayMs: 10 },
    });
    const poison = alarmRecord('poison').id;
    const handler = new ContractHandler(async ({ id }) => {
      if (id === poison) throw new Error('as the check wants it');
    });
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord('poison'));
    await Promise.all(Array.from({ length: 100 }, async (_, nth) => delivery.accept(alarmRecord(nth))));
    await handler.succeeded(100);
  },

  'makes a dead letter of what failed at every attempt': async (context) => {
    const delivery = await context.open();
    const handler = failingHandler();
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await until('a dead letter', async () => (await delivery.stats()).dead === 1);
    assert.deepEqual(handler.attemptsAt(alarmRecord(1).id), [1, 2, 3]);
    const [listed, ...others] = await delivery.deadLetters.list(10);
    assert.deepEqual(others, []);
    const dead = await delivery.deadLetters.find(alarmRecord(1).id);
    assert.deepEqual(dead?.record, alarmRecord(1));
    assert.equal(listed?.record.id, alarmRecord(1).id);
    assert.equal(listed.attempts, 3);
    assert.equal(dead.attempts, 3);
    assert.equal(dead.error, 'as the check wants it');
    assert.ok(Math.abs(dead.diedAt - Date.now()) < 60_000, 'diedAt is in ms since the epoch');
    assert.equal(await delivery.deadLetters.find(alarmRecord(2).id), undefined);
    assert.equal(await delivery.accept(alarmRecord(1)), 'duplicate');
    await holds(delivery, { pending: 0, dead: 1 });
  },

  'lists the oldest dead letters first, as many as were asked for': async (context) => {
    const delivery = await context.open();
    for (const nth of [3, 1, 2]) {
      await delivery.deadLetter(alarmRecord(nth), INVALID);
      await until('another millisecond', nextMillisecond());
    }
    const listed = await delivery.deadLetters.list(2);
    assert.deepEqual(
      listed.map(({ record }) => record.id),
      [alarmRecord(3).id, alarmRecord(1).id],
    );
  },

  'replays a dead letter from attempt 1 on': async (context) => {
    const delivery = await context.open({ retry: { attempts: 1, initialDelayMs: 0, maxDelayMs: 0 } });
    let broken = true;
    const handler = new ContractHandler(async () => {
      if (broken) throw new Error('as the check wants it');
    });
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    for (const deaths of [1, 2]) {
      await until('a dead letter', async () => (await delivery.stats()).dead === 1);
      broken = deaths === 1;
      assert.equal(await delivery.deadLetters.replay(alarmRecord(1).id, []), true);
    }
    await handler.succeeded(1);
    assert.deepEqual(handler.attemptsAt(alarmRecord(1).id), [1, 1, 1]);
    assert.deepEqual(handler.calls.at(-1)?.record, alarmRecord(1));
    await until('the end of all work', async () => (await delivery.stats()).pending === 0);
    await holds(delivery, { pending: 0, dead: 0 });
    assert.equal(await delivery.deadLetters.replay(alarmRecord(1).id, []), false);
    assert.equal(await delivery.accept(alarmRecord(1)), 'duplicate');
  },

  'forgets a dead letter that is discarded': async (context) => {
    const delivery = await context.open();
    await delivery.deadLetter(alarmRecord(1), INVALID);
    assert.equal(await delivery.deadLetters.discard(alarmRecord(1).id), true);
    assert.equal(await delivery.deadLetters.discard(alarmRecord(1).id), false);
    assert.deepEqual(await delivery.deadLetters.list(10), []);
    await holds(delivery, { pending: 0, dead: 0 });
    assert.equal(await delivery.accept(alarmRecord(1)), 'accepted');
  },

  'lists and finds a dead letter whatever characters its body has': async (context) => {
    const delivery = await context.open();
    const body = { text: 'NUL \u0000, half a pair \ud800', '\udc00\u0000': ',"body":{' };
    await delivery.deadLetter({ ...alarmRecord(1), body }, INVALID);
    await delivery.deadLetter(alarmRecord(2), INVALID);
    const listed = await delivery.deadLetters.list(10);
    assert.deepEqual(
      listed.map(({ record }) => record.id),
      [alarmRecord(1).id, alarmRecord(2).id],
    );
    assert.deepEqual((await delivery.deadLetters.find(alarmRecord(1).id))?.record.body, body);
  },

  'makes a dead letter of a record without an attempt, once, and not of one that it knows': async (
    context,
  ) => {
    const delivery = await context.open();
    const { handler, release } = parkedHandler();
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    for (const nth of [1, 2, 2]) await delivery.deadLetter(alarmRecord(nth), INVALID);
    const listed = await delivery.deadLetters.list(10);
    assert.deepEqual(
      listed.map(({ record, attempts, error }) => ({ id: record.id, attempts, error })),
      [{ id: alarmRecord(2).id, attempts: 0, error: 'unlike its class' }],
    );
    await holds(delivery, { pending: 1, dead: 1 });
    release();
    await handler.succeeded(1);
    assert.deepEqual(handler.handled, [alarmRecord(1).id]);
    assert.equal(await delivery.deadLetters.replay(alarmRecord(2).id, []), true);
    await handler.succeeded(2);
  },
};
