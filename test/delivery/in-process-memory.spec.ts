import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { expect, it, type TestContext } from 'vitest';
import { inProcessDelivery, type InProcessDeliveryOptions } from '../../src/index.js';
import { Lifecycle } from '../../src/lifecycle/lifecycle.js';
import { Gate } from '../support/gate.js';
import { onlyHandler, recordOf } from '../support/observed-delivery.js';

const KB = 1024;
const MB = 1024 * KB;

async function open(test: TestContext, options: InProcessDeliveryOptions) {
  const lifecycle = new Lifecycle('default');
  const expired: object[] = [];
  lifecycle.observe({ expired: ({ reason, count, limit }) => expired.push({ reason, count, limit }) });
  const delivery = await inProcessDelivery(options)({ registration: 'default', lifecycle });
  test.onTestFinished(() => delivery.close());
  return { delivery, expired };
}

const ofBytes = (nth: number, bytes: number) => ({ ...recordOf(nth), body: { Text: 'x'.repeat(bytes) } });

it('takes no more than capacityBytes, and more when handlers have ended', async (test) => {
  const { delivery } = await open(test, { capacityBytes: MB });
  const sent = Array.from({ length: 20 }, async (_, nth) => delivery.accept(ofBytes(nth, 250 * KB)));
  const outcomes = await Promise.allSettled(sent);
  expect(outcomes.filter(({ status }) => status === 'fulfilled')).toHaveLength(4);
  expect(outcomes[4]).toMatchObject({
    reason: { message: 'the callbacks that wait for their handlers take all their memory' },
  });
  expect(await delivery.accept(recordOf('small'))).toBe('accepted');
  const left = new Promise<void>((resolve) => {
    delivery.start(
      onlyHandler(async ({ id }) => {
        if (id === recordOf('small').id) resolve();
      }),
    );
  });
  await left;
  await expect.poll(() => delivery.stats()).toMatchObject({ pending: 0 });
  for (const nth of [21, 22, 23, 24]) await delivery.accept(ofBytes(nth, 250 * KB));
  await expect.poll(() => delivery.stats()).toMatchObject({ pending: 0 });
});

it('counts the memory of a body, not the length of its text', async (test) => {
  const { delivery } = await open(test, { capacityBytes: MB });
  const events = Array.from({ length: 20_000 }, () => ({}));
  await expect(delivery.accept({ ...recordOf(1), body: { events } })).rejects.toThrow('all their memory');
});

it('keeps dead letters of at most capacityBytes', async (test) => {
  const { delivery, expired } = await open(test, { capacityBytes: MB });
  const death = { reason: 'failed', handlers: [], attempts: 1, error: 'no' } as const;
  for (let nth = 0; nth < 6; nth += 1) await delivery.deadLetter(ofBytes(nth, 250 * KB), death);
  const kept = await delivery.deadLetters.list(10);
  expect(kept.map(({ record }) => record.id)).toEqual([2, 3, 4, 5].map((nth) => recordOf(nth).id));
  const once = { reason: 'capacityBytes', count: 1, limit: MB };
  expect(expired).toEqual([once, once]);
  await delivery.deadLetters.discard(recordOf(3).id);
  await delivery.deadLetter(ofBytes(6, 250 * KB), death);
  expect(await delivery.deadLetters.list(10)).toHaveLength(4);
});

it('remembers the last 100,000 handled callbacks, and pending ones for any time', async (test) => {
  const { delivery } = await open(test, {});
  const gate = new Gate();
  delivery.start(onlyHandler(({ id }) => (id === recordOf('slow').id ? gate.pass() : undefined)));
  const accept = async (id: number | string) => delivery.accept(recordOf(id));
  const handled = async (pending: number) => {
    await expect.poll(() => delivery.stats(), { interval: 1 }).toMatchObject({ pending });
  };
  const handle = async (from: number, to: number) => {
    for (let nth = from; nth < to; nth += 1) {
      await accept(nth);
      if (nth % 5000 === 4999) await handled(gate.waiting);
    }
  };

  await accept('slow');
  await gate.reached();
  await handle(0, 105_000);
  expect(await accept('slow')).toBe('duplicate');
  expect(await accept(5001)).toBe('duplicate');
  expect(await accept(4998)).toBe('accepted');

  gate.open();
  await handled(0);
  expect(await accept('slow')).toBe('duplicate');
  gate.waiting = 0;
  await handle(200_000, 305_000);
  expect(await accept('slow')).toBe('accepted');
});

it('recognises 500 ids of 200 KB, in less than 10 MB', async (test) => {
  const { delivery } = await open(test, {});
  delivery.start(onlyHandler(async () => {}));
  const before = heapUsed();
  const longId = (nth: number) => `1400000000/C2C.CallbackAfterSendMsg/${'k'.repeat(200 * KB)}${nth}`;
  for (let nth = 0; nth < 500; nth += 1) {
    await delivery.accept({ ...recordOf(nth), id: Buffer.from(longId(nth)).toString() });
    if (nth % 100 === 99)
      await expect.poll(() => delivery.stats(), { interval: 1 }).toMatchObject({ pending: 0 });
  }
  expect(heapUsed() - before).toBeLessThan(10 * MB);
  for (const nth of [0, 499]) {
    expect(await delivery.accept({ ...recordOf(nth), id: longId(nth) })).toBe('duplicate');
  }
});

function heapUsed(): number {
  setFlagsFromString('--expose-gc');
  const gc: unknown = runInNewContext('gc');
  if (typeof gc === 'function') Reflect.apply(gc, undefined, []);
  return process.memoryUsage().heapUsed;
}
