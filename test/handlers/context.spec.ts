import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import type { INestApplication } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import {
  type DeliveryFactory,
  type GroupBeforeCreateEvent,
  type GroupQuotaAlarmEvent,
  inProcessDelivery,
  OnTencentChatEvent,
  type QuotaLevelReachedEvent,
  type TencentChatWebhookCommonOptions,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { hasRedis, RedisServer } from '../support/redis/redis-server.js';
import { StepLog } from '../support/step-log.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const BEFORE_CREATE = 'Group.CallbackBeforeCreateGroup';
const PARALLEL = 200;

/** What each request and each `aroundHandler` stores, as nestjs-cls does. */
const requests = new AsyncLocalStorage<number>();
const calls = new AsyncLocalStorage<string>();

/** What a handler saw when it was called, and later. */
const seen: { where: string; id: string; request: unknown; call: unknown }[] = [];
function see(where: string, { id }: { id: string }): void {
  seen.push({ where, id, request: requests.getStore(), call: calls.getStore() });
}

class Handlers {
  @OnTencentChatEvent('group.quotaAlarm')
  sync(event: GroupQuotaAlarmEvent): void {
    see('sync', event);
    // As `cls.enter()` does: it must not reach the handlers that are called next.
    requests.enterWith(-1);
  }
  @OnTencentChatEvent('group.quotaAlarm')
  async async(event: GroupQuotaAlarmEvent): Promise<void> {
    see('async', event);
    await Promise.resolve();
    see('later', event);
    if (event.attempt < 2) throw new Error('once more');
  }
  @OnEvent('group.quotaAlarm')
  listen(event: GroupQuotaAlarmEvent): void {
    see('@OnEvent', event);
  }
  @OnTencentChatEvent('group.quotaLevelReached')
  level(event: QuotaLevelReachedEvent): void {
    see('level', event);
  }
  @OnTencentChatEvent('group.beforeCreate')
  decide(event: GroupBeforeCreateEvent) {
    see('before', event);
    return event.reject({ code: 10_101, info: String(requests.getStore()) });
  }
}

let test: TestApp;
let redis: RedisServer | undefined;
beforeAll(async () => {
  if (hasRedis()) redis = await RedisServer.start();
});
afterAll(() => redis?.remove());
afterEach(() => test.app.close());

async function start(options: Partial<TencentChatWebhookCommonOptions>): Promise<void> {
  seen.length = 0;
  let nth = 0;
  test = await createTestApp({
    providers: [Handlers],
    options,
    configure: (app: INestApplication) =>
      app.use((_request: unknown, _response: unknown, next: () => void) => requests.run((nth += 1), next)),
  });
}

/** Sends 200 different alarms at a time, and waits until their handlers are done. */
async function handleMany(): Promise<void> {
  const steps = new StepLog(test.app, 'completed');
  const answers = await Promise.all(
    Array.from({ length: PARALLEL }, (_, nth) =>
      test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed: 7000 + nth } }),
    ),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 200));
  // The alarms, and the level that they reach.
  await steps.get('completed', PARALLEL + 1);
}

const RETRY = { retry: { initialDelayMs: 1, maxDelayMs: 1 } };
const deliveries: [string, () => DeliveryFactory][] = [
  ['in process', () => inProcessDelivery(RETRY)],
  ['in lmdb', () => lmdbDelivery({ path: temporaryFolder(), ...RETRY })],
  [
    'in BullMQ',
    () => bullMqDelivery({ connection: { port: redis?.port }, queueName: randomUUID(), ...RETRY }),
  ],
];

describe.each(deliveries.slice(0, hasRedis() ? 3 : 2))('handlers, %s', (_where, delivery) => {
  it('of after-callbacks run in no request’s context', { timeout: 30_000 }, async () => {
    await start({ delivery: delivery() });
    await handleMany();
    expect(seen.filter(({ request }) => request !== undefined)).toEqual([]);
    const places = new Set(seen.map(({ where }) => where));
    expect(places).toEqual(new Set(['sync', 'async', 'later', '@OnEvent', 'level']));
  });

  it('run each in the context that aroundHandler makes', { timeout: 30_000 }, async () => {
    let made = 0;
    await start({
      delivery: delivery(),
      aroundHandler: (event, next) => calls.run(`${event.id} ${(made += 1)}`, next),
    });
    await handleMany();
    expect(seen.filter(({ request }) => request !== undefined)).toEqual([]);
    expect(seen.filter(({ id, call }) => !String(call).startsWith(`${id} `))).toEqual([]);
    // Each call has its own; 'later' is the same call as 'async'.
    const contexts = seen.filter(({ where }) => where !== 'later').map(({ call }) => call);
    expect(new Set(contexts).size).toBe(contexts.length);
  });
});

describe('handlers of before-callbacks', () => {
  const ask = () =>
    Promise.all(
      Array.from({ length: PARALLEL }, (_, nth) =>
        test.callback({ command: BEFORE_CREATE, body: { ...sampleCallback(BEFORE_CREATE), Name: `${nth}` } }),
      ),
    );

  it('run in the context of their own request', async () => {
    await start({});
    const answers = await ask();
    const infos = answers.map(({ json }) => Number(json.ErrorInfo));
    expect(infos.toSorted((one, other) => one - other)).toEqual(
      Array.from({ length: PARALLEL }, (_, nth) => nth + 1),
    );
  });

  it('run in aroundHandler, which loses no verdict', async () => {
    await start({ aroundHandler: async (event, next) => calls.run(event.id, next) });
    const answers = await ask();
    expect(new Set(answers.map(({ json }) => json.ErrorCode))).toEqual(new Set([10_101]));
    expect(new Set(answers.map(({ json }) => json.ErrorInfo)).size).toBe(PARALLEL);
    expect(seen.filter(({ id, call }) => call !== id)).toEqual([]);
  });
});

describe('aroundHandler', () => {
  it('that fails is a failure of the call', async () => {
    let attempts = 0;
    await start({
      delivery: inProcessDelivery(RETRY),
      aroundHandler: (_event, next) => {
        attempts += 1;
        if (attempts === 1) throw new Error('no connection for the transaction');
        return next();
      },
    });
    const steps = new StepLog(test.app, 'rescheduled', 'completed');
    await test.callback();
    await steps.get('completed');
    expect(String(steps.all('rescheduled')[0]?.failures[0]?.error)).toMatch('no connection');
  });

  it('may await something else before it returns what `next` has returned, which fails', async () => {
    await start({
      delivery: inProcessDelivery(RETRY),
      aroundHandler: async (_event, next) => {
        const result = next();
        await delay(20);
        return result;
      },
    });
    const steps = new StepLog(test.app, 'rescheduled', 'completed');
    await test.callback();
    await steps.get('rescheduled');
    await steps.get('completed');
  });

  it('is a function, or the app does not start', async () => {
    await expect(start({ aroundHandler: true as never })).rejects.toThrow(
      'the option "aroundHandler" is true; give a function, such as (event, next) => cls.run(next)',
    );
  });
});
