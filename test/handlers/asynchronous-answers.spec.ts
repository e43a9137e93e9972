import { describe, expect, it, onTestFinished, vi } from 'vitest';
import {
  DeadLetters,
  defineCallback,
  inProcessDelivery,
  OnTencentChatEvent,
  type CallbackDefinition,
  type QuotaOptions,
  type StandardSchema,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { StepLog } from '../support/step-log.js';
import { createTestApp, type TestAppOptions } from '../support/create-test-app.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const BEFORE_CREATE = 'Group.CallbackBeforeCreateGroup';
const RATED = 'Room.CallbackAfterRate';

/** What a function of the app returns that is asynchronous by mistake. Nobody handles its rejection. */
const promise = () => Promise.reject(new Error('nobody handles this')) as never;

const ANY: StandardSchema<object> = {
  '~standard': { version: 1, vendor: 'the tests', validate: (value) => ({ value: value as object }) },
};

async function start(options: TestAppOptions) {
  const delivery = inProcessDelivery({ retry: { attempts: 1 } });
  const test = await createTestApp({ ...options, options: { delivery, ...options.options } });
  onTestFinished(() => test.app.close());
  const letters = test.app.get(DeadLetters);
  const deadLetter = async () => {
    await vi.waitFor(async () => expect(await letters.count()).toBe(1));
    return (await letters.list())[0]!;
  };
  return { ...test, deadLetter };
}

function rated(members: Partial<CallbackDefinition>) {
  return defineCallback({ command: RATED, event: 'room.rated', schema: ANY, ...members });
}

describe('a promise where the app has to answer at once', () => {
  it.each(['key', 'order'] as const)('from onStale.%s fails the call', async (name) => {
    const ordering = { key: () => 'a thing', order: () => 1, [name]: promise };
    class Handlers {
      @OnTencentChatEvent('group.quotaAlarm', { onStale: { action: 'skip', ...ordering } })
      handle(): void {}
    }
    const test = await start({ providers: [Handlers] });
    expect((await test.callback()).status).toBe(200);
    const { error } = await test.deadLetter();
    expect(error).toBe(`onStale.${name} of Handlers.handle returned a promise: it must be synchronous`);
  });

  it('from eventTime fails the call', async () => {
    const callback = rated({ eventTime: promise });
    class Handlers {
      @OnTencentChatEvent(callback)
      handle(): void {}
    }
    const test = await start({ providers: [Handlers], options: { callbacks: [callback] } });
    expect((await test.callback({ command: RATED, body: { Stars: 5 } })).status).toBe(200);
    expect((await test.deadLetter()).error).toMatch(
      /^eventTime of Room\.CallbackAfterRate returned a promise/,
    );
  });

  it.each([
    ['a promise', promise],
    ['a promise of a text', async () => 'key'],
    ['an object', () => ({ key: 'key' })],
    [
      'an error',
      () => {
        throw new Error('as the test wants it');
      },
    ],
  ])('or %s from idempotencyKey makes no callback a duplicate, and loses none', async (_what, key) => {
    const callback = rated({ idempotencyKey: key as never });
    const stars: unknown[] = [];
    class Handlers {
      @OnTencentChatEvent(callback)
      handle({ body }: { body: object }): void {
        stars.push(body);
      }
    }
    const test = await start({ providers: [Handlers], options: { callbacks: [callback] } });
    const steps = new StepLog(test.app, 'fault', 'completed');
    for (const Stars of [1, 2]) {
      expect((await test.callback({ command: RATED, body: { Stars } })).status).toBe(200);
    }
    await vi.waitFor(() => expect(steps.all('completed')).toHaveLength(2));
    expect(stars).toEqual([{ Stars: 1 }, { Stars: 2 }]);
    expect(steps.all('fault')[0]?.message).toMatch(
      /^idempotencyKey of Room\.CallbackAfterRate failed, so that RequestId or the body identifies the callback/,
    );
  });

  it.each<[string, NonNullable<Exclude<QuotaOptions, false>['guard']>]>([
    ['exempt', { denyFrom: 0.5, exempt: promise }],
    ['exempt, of false,', { denyFrom: 0.5, exempt: (async () => false) as never }],
    ['perOperator.max', { denyFrom: 1, perOperator: { max: promise } }],
    ['perOperator.max, of nothing,', { denyFrom: 1, perOperator: { max: () => undefined as never } }],
  ])('from quota.guard.%s exempts nobody: the fallback decides', async (_name, guard) => {
    const test = await start({ options: { quota: { guard }, verdicts: { fallback: 'reject' } } });
    const body = { ...sampleCallback(ALARM), EventTime: Date.now() };
    expect((await test.callback({ body })).status).toBe(200);
    const command = BEFORE_CREATE;
    const created = { ...sampleCallback(command), EventTime: Date.now() };
    await vi.waitFor(async () => {
      const { json } = await test.callback({ command, body: created });
      expect(json).toMatchObject({ ErrorCode: 1 });
    });
  });
});
