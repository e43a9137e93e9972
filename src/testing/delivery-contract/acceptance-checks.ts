import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { alarmRecord, until, type ContractContext } from './contract-context.js';
import { ContractHandler, parkedHandler } from './contract-handler.js';

/** Checks of acceptance and of duplicates. */
export const acceptanceChecks: Record<string, (context: ContractContext) => Promise<void>> = {
  'hands over a record as it was accepted': async (context) => {
    const delivery = await context.open();
    const handler = new ContractHandler();
    delivery.start(handler.handle);
    assert.equal(await delivery.accept(alarmRecord(1)), 'accepted');
    await handler.succeeded(1);
    assert.deepEqual(handler.calls[0]?.record, alarmRecord(1));
    assert.equal(handler.calls[0]?.attempt, 1);
  },

  'keeps what is accepted before the handlers are bound': async (context) => {
    const delivery = await context.open();
    for (const nth of [1, 2, 3]) assert.equal(await delivery.accept(alarmRecord(nth)), 'accepted');
    const handler = new ContractHandler();
    delivery.start(handler.handle);
    await handler.succeeded(3);
  },

  'does not wait for the handlers': async (context) => {
    const delivery = await context.open();
    const { handler, release } = parkedHandler();
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    assert.deepEqual(handler.handled, []);
    release();
    await handler.succeeded(1);
  },

  'recognises a copy that comes while the record waits or is being handled': async (context) => {
    const delivery = await context.open();
    const copies = [1, 2, 3].map(async () => delivery.accept(alarmRecord(1)));
    assert.deepEqual((await Promise.all(copies)).toSorted(), ['accepted', 'duplicate', 'duplicate']);
    const { handler, release } = parkedHandler();
    delivery.start(handler.handle);
    await handler.called(1);
    assert.equal(await delivery.accept(alarmRecord(1)), 'duplicate');
    release();
    await handler.succeeded(1);
  },

  'recognises a copy within the dedupe window': async (context) => {
    const delivery = await context.open();
    const handler = new ContractHandler();
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await until('the end of all work', async () => (await delivery.stats()).pending === 0);
    assert.equal(await delivery.accept(alarmRecord(1)), 'duplicate');
    assert.equal(await delivery.accept(alarmRecord(2)), 'accepted');
    await handler.succeeded(2);
  },

  'remembers an id for longer where the record says so': async (context) => {
    const delivery = await context.open({ dedupeWindowMs: 0 });
    const handler = new ContractHandler();
    delivery.start(handler.handle);
    const record = { ...alarmRecord(1), rememberMs: 60_000 };
    await delivery.accept(record);
    await until('the end of all work', async () => (await delivery.stats()).pending === 0);
    assert.equal(await delivery.accept(record), 'duplicate');
  },

  ...Object.fromEntries(
    [1, 0].map((dedupeWindowMs) => [
      `accepts a record again after a dedupe window of ${dedupeWindowMs} ms`,
      async (context: ContractContext) => {
        const delivery = await context.open({ dedupeWindowMs });
        const handler = new ContractHandler();
        delivery.start(handler.handle);
        await delivery.accept(alarmRecord(1));
        await until(
          'a second acceptance',
          async () => (await delivery.accept(alarmRecord(1))) === 'accepted',
        );
        await handler.succeeded(2);
      },
    ]),
  ),

  'distinguishes ids of any length and characters': async (context) => {
    const delivery = await context.open();
    const long = 'x'.repeat(5000);
    const names = ['1', '1:2', '1/2', 'a b', '\0', 'ü', '😀', '\ud800', '\ud801', long, `${long}y`];
    for (const name of names) assert.equal(await delivery.accept(alarmRecord(name)), 'accepted');
    for (const name of names) assert.equal(await delivery.accept(alarmRecord(name)), 'duplicate');
    const handler = new ContractHandler();
    delivery.start(handler.handle);
    await handler.succeeded(names.length);
    assert.deepEqual(new Set(handler.handled), new Set(names.map((name) => alarmRecord(name).id)));
  },

  'handles every record once, and no more at a time than concurrency says': async (context) => {
    const delivery = await context.open({ concurrency: 4 });
    const handler = new ContractHandler(async () => setImmediate());
    delivery.start(handler.handle);
    const ids = Array.from({ length: 500 }, (_, nth) => alarmRecord(nth).id);
    await Promise.all(ids.map(async (_, nth) => delivery.accept(alarmRecord(nth))));
    await handler.succeeded(500);
    await until('the end of all work', async () => (await delivery.stats()).pending === 0);
    assert.deepEqual(handler.handled.toSorted(), ids.toSorted());
    assert.ok(handler.mostAtOnce <= 4, `${handler.mostAtOnce} records were handled at one time`);
  },
};
