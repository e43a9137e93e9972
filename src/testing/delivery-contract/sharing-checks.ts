import assert from 'node:assert/strict';
import { alarmRecord, INVALID, until, type ContractContext } from './contract-context.js';
import { ContractHandler } from './contract-handler.js';

const HOUR_MS = 3_600_000;

/** Checks of several deliveries on one store, if the store outlives them. */
export const sharingChecks: Record<string, (context: ContractContext) => Promise<void>> = {
  'knows what another one on the same store has accepted, before that one is closed': async (context) => {
    const [first, second] = [await context.open(), await context.open()];
    if (!first.durable) return;
    await first.accept(alarmRecord(1));
    await first.deadLetter(alarmRecord(2), INVALID);
    for (const nth of [1, 2]) assert.equal(await second.accept(alarmRecord(nth)), 'duplicate');
    await until('the same numbers', async () => {
      const { pending, dead } = await second.stats();
      return pending === 1 && dead === 1;
    });
  },

  'shares the work with another one on the same store, if it is durable': async (context) => {
    const [first, second] = [await context.open(), await context.open()];
    if (!first.durable) return;
    const handlers = [new ContractHandler(), new ContractHandler()] as const;
    first.start(handlers[0].handle);
    second.start(handlers[1].handle);
    const deliveries = [first, second, first, second];
    for (let nth = 0; nth < 100; nth += 1) {
      const outcomes = await Promise.all(
        deliveries.map(async (delivery) => delivery.accept(alarmRecord(nth))),
      );
      assert.equal(outcomes.filter((outcome) => outcome === 'accepted').length, 1);
    }
    const handled = () => handlers.flatMap((handler) => handler.handled);
    await until('the handling of all', () => handled().length >= 100);
    await until('the end of all work', async () => (await first.stats()).pending === 0);
    assert.equal(handled().length, 100);
    assert.equal(new Set(handled()).size, 100);
  },

  'shares values, the last of each key in its order': async (context) => {
    const [{ shared }, { shared: other }] = [await context.open(), await context.open()];
    if (shared === undefined || other === undefined) return;
    assert.equal(await shared.latest('a'), undefined);
    await shared.advance('a', { order: 2, value: { used: 7000 } }, HOUR_MS);
    await other.advance('a', { order: 1, value: 'earlier' }, HOUR_MS);
    await other.advance('a', { order: 2, value: 'at the same time' }, HOUR_MS);
    await other.advance('b', { order: 1.5, value: null }, HOUR_MS);
    assert.deepEqual(await other.latest('a'), { order: 2, value: { used: 7000 } });
    assert.deepEqual(await shared.latest('b'), { order: 1.5, value: null });
    await other.advance('a', { order: 1767225600123, value: ['later'] }, HOUR_MS);
    assert.deepEqual(await shared.latest('a'), { order: 1767225600123, value: ['later'] });
  },

  'appends to a log once per id, and reads each value once along the cursors': async (context) => {
    const [{ log, durable }, { log: other }] = [await context.open(), await context.open()];
    if (log === undefined || other === undefined) return;
    assert.deepEqual((await log.read('a')).values, []);
    const numbers = Array.from({ length: 1500 }, (_, nth) => nth);
    const writer = durable ? other : log;
    const appended = await Promise.all(
      numbers.flatMap((nth) => [log, writer].map((each) => each.append('a', `id/${nth}`, { nth }, HOUR_MS))),
    );
    assert.equal(appended.filter(Boolean).length, numbers.length);
    await log.append('ab', 'id/0', 'of another log', HOUR_MS);
    const values = [];
    let page = await writer.read('a');
    for (; page.values.length > 0; page = await writer.read('a', page.cursor)) values.push(...page.values);
    const read = values.map((value) => JSON.stringify(value)).toSorted();
    assert.deepEqual(read, numbers.map((nth) => JSON.stringify({ nth })).toSorted());
    assert.equal(await log.append('a', 'id/7', { nth: 7 }, HOUR_MS), false);
    await log.append('a', 'last', ['ü'], HOUR_MS);
    assert.deepEqual((await writer.read('a', page.cursor)).values, [['ü']]);
  },

  'finds a log and its ids again, if it is durable': async (context) => {
    const first = await context.open();
    await first.log?.append('a', 'id', 1, HOUR_MS);
    const cursor = (await first.log?.read('a'))?.cursor;
    await context.close(first);
    const { durable, log } = await context.open();
    if (!durable || log === undefined) return;
    assert.equal(await log.append('a', 'id', 2, HOUR_MS), false);
    assert.deepEqual((await log.read('a')).values, [1]);
    assert.equal(await log.append('a', 'another', 3, HOUR_MS), true);
    assert.deepEqual((await log.read('a', cursor)).values, [3]);
  },

  'finds shared values again, if it is durable': async (context) => {
    const first = await context.open();
    await first.shared?.advance('a', { order: 1, value: 'kept' }, HOUR_MS);
    await context.close(first);
    const second = await context.open();
    if (!second.durable || second.shared === undefined) return;
    assert.deepEqual(await second.shared.latest('a'), { order: 1, value: 'kept' });
  },
};
