import assert from 'node:assert/strict';
import { setImmediate } from 'node:timers/promises';
import { DeliveryUnavailableError } from '../../delivery/port/delivery.js';
import { alarmRecord, holds, INVALID, until, type ContractContext } from './contract-context.js';
import { ContractHandler, failingHandler, parkedHandler } from './contract-handler.js';

/** How a delivery ends, and what it finds when it begins again. */
export const endingChecks: Record<string, (context: ContractContext) => Promise<void>> = {
  'waits for the handlers when it is closed, and accepts nothing meanwhile': async (context) => {
    const delivery = await context.open();
    const { handler, release } = parkedHandler();
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await handler.called(1);
    let closed = false;
    const close = async () => {
      await context.close(delivery);
      closed = true;
    };
    const closing = close();
    try {
      await assert.rejects(async () => delivery.accept(alarmRecord(2)), isUnavailable);
      await assert.rejects(delivery.deadLetter(alarmRecord(2), INVALID), isUnavailable);
      await setImmediate();
      assert.equal(closed, false);
    } finally {
      release();
      await closing;
    }
    assert.deepEqual(handler.handled, [alarmRecord(1).id]);
  },

  'closes after drainTimeoutMs when handlers do not end': async (context) => {
    const delivery = await context.open({ drainTimeoutMs: 20 });
    const { handler, release } = parkedHandler();
    delivery.start(handler.handle);
    await delivery.accept(alarmRecord(1));
    await handler.called(1);
    try {
      await context.close(delivery);
      assert.deepEqual(handler.handled, []);
    } finally {
      release();
    }
  },

  'closes immediately if it was never started': async (context) => {
    const delivery = await context.open();
    await delivery.accept(alarmRecord(1));
    await context.close(delivery);
  },

  'finds what was accepted and not handled, if it is durable': async (context) => {
    const first = await context.open();
    if (!first.durable) return;
    for (const nth of [1, 2, 3]) await first.accept(alarmRecord(nth));
    await context.close(first);

    const second = await context.open();
    assert.equal(await second.accept(alarmRecord(1)), 'duplicate');
    await holds(second, { pending: 3, dead: 0 });
    const handler = new ContractHandler();
    second.start(handler.handle);
    await handler.succeeded(3);
    await until('the end of all work', async () => (await second.stats()).pending === 0);
    await context.close(second);

    const third = await context.open();
    assert.equal(await third.accept(alarmRecord(2)), 'duplicate');
  },

  'finds what failed, and how often, if it is durable': async (context) => {
    const retry = { attempts: 2, initialDelayMs: 300, maxDelayMs: 300 };
    const first = await context.open({ retry });
    if (!first.durable) return;
    const handler = failingHandler();
    first.start(handler.handle);
    await first.accept(alarmRecord(1));
    await handler.called(1);
    await context.close(first);

    const second = await context.open({ retry });
    second.start(handler.handle);
    await handler.called(2);
    assert.deepEqual(handler.attemptsAt(alarmRecord(1).id), [1, 2]);
    await until('a dead letter', async () => (await second.stats()).dead === 1);
    await context.close(second);

    const third = await context.open({ retry });
    const dead = await third.deadLetters.find(alarmRecord(1).id);
    assert.deepEqual(dead?.record, alarmRecord(1));
    assert.equal(dead.attempts, 2);
    assert.equal(await third.deadLetters.replay(alarmRecord(1).id, []), true);
    const cured = new ContractHandler();
    third.start(cured.handle);
    await cured.succeeded(1);
    assert.equal(cured.calls[0]?.attempt, 1);
  },
};

function isUnavailable(error: unknown): true {
  assert.ok(
    error instanceof DeliveryUnavailableError,
    'the error must be a DeliveryUnavailableError, of the copy of the package that the contract is from',
  );
  return true;
}
