import { setTimeout } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Delivery } from '../../src/delivery/port/delivery.js';
import {
  type GroupBeforeCreateEvent,
  inProcessDelivery,
  NonRetryableError,
  OnTencentChatEvent,
} from '../../src/index.js';
import type { DeliveryContext } from '../../src/store/index.js';
import { openTelemetry } from '../../src/opentelemetry/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import {
  createTestApp,
  registration,
  SDK_APP_ID,
  type TestApp,
  type TestAppOptions,
} from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { StepLog } from '../support/step-log.js';
import { CollectedMetrics } from './collected-metrics.js';
import { Ledger } from './ledger.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const BEFORE_CREATE = 'Group.CallbackBeforeCreateGroup';
const RETRY = { attempts: 2, initialDelayMs: 1, maxDelayMs: 1 };

@Injectable()
class Gatekeeper {
  onCreate: (event: GroupBeforeCreateEvent) => unknown = () => undefined;

  @OnTencentChatEvent('group.beforeCreate')
  async decide(event: GroupBeforeCreateEvent) {
    return this.onCreate(event) as ReturnType<GroupBeforeCreateEvent['allow']>;
  }
}

describe('metrics', () => {
  let metrics: CollectedMetrics;
  beforeEach(() => {
    metrics = new CollectedMetrics();
  });
  afterEach(() => metrics.shutdown());

  async function start({ options, ...rest }: TestAppOptions = {}): Promise<TestApp> {
    const telemetry = openTelemetry({ meter: metrics.meter });
    const test = await createTestApp({
      options: { telemetry, quota: false, ...options },
      providers: [Ledger, Gatekeeper],
      ...rest,
    });
    onTestFinished(() => test.app.close());
    return test;
  }

  it('count callbacks by command and outcome, and time their answers', async () => {
    const test = await start();
    const steps = new StepLog(test.app, 'completed');
    const body = sampleCallback('Group.CallbackAfterGroupDestroyed');
    test.app.get(Ledger).onAlarm = () => undefined;
    for (const _ of [1, 2]) await test.callback({ body: sampleCallback(ALARM) });
    await test.callback({ command: 'Group.CallbackAfterGroupDestroyed', body });
    await steps.get('completed');

    const of = (command: string, outcome: string) => ({
      'tencent_chat.registration': 'default',
      'tencent_chat.command': command,
      'tencent_chat.outcome': outcome,
    });
    expect(await metrics.value('tencent_chat.callbacks', of(ALARM, 'accepted'))).toBe(1);
    expect(await metrics.value('tencent_chat.callbacks', of(ALARM, 'duplicate'))).toBe(1);
    expect(await metrics.value('tencent_chat.attempts', of(ALARM, 'completed'))).toBe(1);
    expect(
      await metrics.histogram('tencent_chat.delivery.duration', { 'tencent_chat.command': ALARM }),
    ).toMatchObject({ count: 1 });
    const answers = await metrics.histogram('tencent_chat.answer.duration', {
      'tencent_chat.command': ALARM,
      'http.response.status_code': 200,
    });
    expect(answers).toMatchObject({ count: 2 });
    expect(answers?.buckets.boundaries).toEqual(expect.arrayContaining([1, 1.25, 1.5, 1.75, 2]));
    expect(answers?.sum).toBeLessThan(1);
  });

  it('count rejections by reason, and name no command that a stranger made up', async () => {
    const test = await start();
    await test.callback({ token: 'wrong', command: 'Made.Up' });
    await test.callback({ command: ALARM, body: { QuotaUsed: 'many' } });
    await test.callback({ command: 'Made.UpToo', body: {} });
    await test.callback({ body: { ...sampleCallback(ALARM), NewOne: 1, Another: 2 } });
    expect(
      await metrics.value('tencent_chat.rejections', {
        'tencent_chat.reason': 'unauthenticated',
        'http.response.status_code': 401,
      }),
    ).toBe(1);
    expect(await metrics.value('tencent_chat.rejections', { 'tencent_chat.reason': 'invalidBody' })).toBe(1);
    expect(await metrics.value('tencent_chat.dead_letters', { 'tencent_chat.reason': 'invalid' })).toBe(1);
    expect(await metrics.value('tencent_chat.callbacks', { 'tencent_chat.command': '_OTHER' })).toBe(1);
    expect(await metrics.value('tencent_chat.unknown_commands')).toBe(1);
    expect(await metrics.value('tencent_chat.unknown_members', { 'tencent_chat.command': ALARM })).toBe(2);
    expect(await metrics.value('tencent_chat.attempts', { 'tencent_chat.outcome': 'dead_lettered' })).toBe(
      undefined,
    );
    expect(JSON.stringify([...(await metrics.collect())])).not.toContain('Made.Up');
  });

  it('count verdicts by kind and by who decided, with the used share of the time', async () => {
    const test = await start({ options: { verdicts: { timeoutMs: 200 } } });
    const gatekeeper = test.app.get(Gatekeeper);
    const ask = () => test.callback({ command: BEFORE_CREATE, body: sampleCallback(BEFORE_CREATE) });
    await ask();
    gatekeeper.onCreate = (event) => event.reject();
    await ask();
    const gate = new Gate();
    gatekeeper.onCreate = () => gate.pass();
    await ask();
    gate.open();
    const verdicts = (kind: string, by: string) =>
      metrics.value('tencent_chat.verdicts', {
        'tencent_chat.command': BEFORE_CREATE,
        'tencent_chat.verdict.kind': kind,
        'tencent_chat.verdict.by': by,
      });
    expect(await verdicts('allow', 'nobody')).toBe(1);
    expect(await verdicts('reject', 'handlers')).toBe(1);
    expect(await verdicts('allow', 'fallback')).toBe(1);
    expect(await metrics.value('tencent_chat.callbacks', { 'tencent_chat.outcome': 'decided' })).toBe(3);
    const usage = await metrics.histogram('tencent_chat.verdict.budget.usage');
    expect(usage?.count).toBe(3);
    expect(usage?.max).toBeGreaterThan(0.9);
    expect(usage?.min).toBeLessThan(0.9);
  });

  it('time the calls of handlers by what they threw, and count attempts and dead letters', async () => {
    const test = await start({ options: { delivery: inProcessDelivery({ retry: RETRY }) } });
    const steps = new StepLog(test.app, 'completed', 'deadLettered');
    const ledger = test.app.get(Ledger);
    ledger.onAlarm = ({ attempt }) => {
      if (attempt === 1) throw new TypeError('the user @alice is not known');
    };
    await test.callback({ body: sampleCallback(ALARM) });
    await steps.get('completed');
    ledger.onAlarm = () => {
      throw new NonRetryableError('never');
    };
    await test.callback({ body: { ...sampleCallback(ALARM), EventTime: 1795572704953 } });
    await steps.get('deadLettered');

    const handler = { 'messaging.system': 'tencent_chat', 'tencent_chat.handler': 'Ledger.book' };
    for (const [type, count] of [
      ['TypeError', 1],
      ['NonRetryableError', 1],
      [undefined, 1],
    ] as const) {
      const calls = await metrics.histogram('messaging.process.duration', { ...handler, 'error.type': type });
      expect(calls?.count, String(type)).toBe(count);
    }
    for (const outcome of ['completed', 'rescheduled', 'dead_lettered']) {
      expect(await metrics.value('tencent_chat.attempts', { 'tencent_chat.outcome': outcome }), outcome).toBe(
        1,
      );
    }
    expect(
      await metrics.value('tencent_chat.dead_letters', {
        'tencent_chat.command': ALARM,
        'tencent_chat.reason': 'failed',
      }),
    ).toBe(1);
    expect(await metrics.value('tencent_chat.delivery.dead')).toBe(1);
    expect(JSON.stringify([...(await metrics.collect())])).not.toContain('alice');
  });

  it('have no more than 50 types of errors, however many names an app gives them', async () => {
    const test = await start({ options: { delivery: inProcessDelivery({ retry: { attempts: 1 } }) } });
    const steps = new StepLog(test.app, 'deadLettered');
    let nth = 0;
    test.app.get(Ledger).onAlarm = () => {
      nth += 1;
      throw Object.assign(new Error('no'), { name: `Error${nth}` });
    };
    for (let QuotaUsed = 1; QuotaUsed <= 60; QuotaUsed += 1) {
      await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed } });
    }
    await steps.get('deadLettered', 60);
    const calls = await metrics.histogram('messaging.process.duration', { 'error.type': 'Error50' });
    expect(calls?.count).toBe(1);
    const others = await metrics.histogram('messaging.process.duration', { 'error.type': '_OTHER' });
    expect(others?.count).toBe(10);
  });

  it('count a call that takes too long once, as a failure, and a skipped one apart', async () => {
    const gate = new Gate();
    class Handlers {
      @OnTencentChatEvent('state.changed', { id: 'late', timeoutMs: 10 })
      late(): Promise<void> {
        return gate.pass();
      }
      @OnTencentChatEvent('state.changed', { id: 'newest', onStale: 'skip' })
      newest(): void {}
    }
    const test = await start({
      providers: [Handlers],
      options: { delivery: inProcessDelivery({ retry: { attempts: 1 } }) },
    });
    const steps = new StepLog(test.app, 'deadLettered', 'handled');
    const body = sampleCallback('State.StateChange');
    for (const [nth, EventTime] of [1795572704953, 1795572704952].entries()) {
      await test.callback({ command: 'State.StateChange', body: { ...body, EventTime } });
      await steps.get('deadLettered', nth + 1);
    }
    gate.open();
    await expect
      .poll(() => steps.all('handled').filter(({ lateByMs }) => lateByMs !== undefined))
      .toHaveLength(2);
    const late = { 'tencent_chat.handler': 'late' };
    expect(await metrics.histogram('messaging.process.duration', late)).toMatchObject({ count: 2 });
    const timedOut = { ...late, 'error.type': 'HandlerTimeoutError' };
    expect(await metrics.histogram('messaging.process.duration', timedOut)).toMatchObject({ count: 2 });
    const newest = { 'tencent_chat.handler': 'newest' };
    expect(await metrics.histogram('messaging.process.duration', newest)).toMatchObject({ count: 1 });
    expect(await metrics.value('tencent_chat.skipped', newest)).toBe(1);
  });

  it('show pending and running callbacks, and the age of the oldest', async () => {
    const test = await start({ options: { delivery: inProcessDelivery({ concurrency: 1 }) } });
    const gate = new Gate();
    test.app.get(Ledger).onAlarm = () => gate.pass();
    for (const EventTime of [1795572704953, 1795572704954]) {
      await test.callback({ body: { ...sampleCallback(ALARM), EventTime } });
    }
    await gate.reached();
    expect(await metrics.value('tencent_chat.delivery.pending')).toBe(2);
    expect(await metrics.value('tencent_chat.delivery.running')).toBe(1);
    expect(await metrics.value('tencent_chat.delivery.oldest_pending.age')).toBeGreaterThan(0);
    expect(await metrics.value('tencent_chat.delivery.store.up')).toBe(1);
    gate.open();
  });

  it('show the quota day of today only', async () => {
    const test = await start({ options: { quota: {} } });
    const steps = new StepLog(test.app, 'quota');
    const minute = 60_000;
    const now = Date.now();
    const alarms = [
      { sdkAppId: SDK_APP_ID, at: now - 20 * minute, used: 8000 },
      { sdkAppId: SDK_APP_ID, at: now, used: 9000 },
    ];
    for (const { at, used } of alarms) {
      await test.callback({
        body: { ...sampleCallback(ALARM), EventTime: at, QuotaUsed: used, Quota: 10000 },
      });
    }
    await steps.get('quota', 2);
    const app = { 'tencent_chat.sdk_app_id': SDK_APP_ID };
    expect(await metrics.value('tencent_chat.quota.used', app)).toBe(9000);
    expect(await metrics.value('tencent_chat.quota.limit', app)).toBe(10000);
    expect(await metrics.value('tencent_chat.quota.usage', app)).toBe(0.9);
    const secondsLeft = await metrics.value('tencent_chat.quota.exhaustion', app);
    expect([Infinity, 1200]).toContain(Math.round((secondsLeft as number) / 100) * 100);
    const body = { ...sampleCallback(ALARM), EventTime: now + 1, QuotaUsed: 10_000, Quota: 10_000 };
    await test.callback({ body });
    await steps.get('quota', 3);
    expect(await metrics.value('tencent_chat.quota.exhaustion', app)).toBe(0);
  });

  it('show no quota day of the past', async () => {
    const test = await start({ options: { quota: {} } });
    const steps = new StepLog(test.app, 'quota');
    await test.callback({ body: sampleCallback(ALARM) });
    await steps.get('quota');
    vi.setSystemTime(Date.now() + 2 * 24 * 3_600_000);
    onTestFinished(() => void vi.useRealTimers());
    for (const name of ['used', 'limit', 'usage']) {
      expect(await metrics.value(`tencent_chat.quota.${name}`)).toBe(NaN);
    }
    expect(await metrics.value('tencent_chat.quota.exhaustion')).toBe(Infinity);
  });

  it('are collected even if the store hangs, without the numbers of the store', async () => {
    let asked = 0;
    const delivery = async (context: DeliveryContext): Promise<Delivery> => {
      const hanging = await inProcessDelivery()(context);
      const stats = hanging.stats.bind(hanging);
      hanging.stats = () => {
        asked += 1;
        return asked === 1 ? stats() : new Promise(() => {});
      };
      return hanging;
    };
    const test = await start({ options: { delivery } });
    await test.callback({ body: sampleCallback(ALARM) });
    expect(await metrics.value('tencent_chat.delivery.dead')).toBe(0);
    // What was read is good enough for a second.
    expect(await metrics.value('tencent_chat.delivery.dead')).toBe(0);
    expect(asked).toBe(1);
    await setTimeout(1000);
    const begun = performance.now();
    for (const _ of [1, 2]) {
      const collected = await metrics.collect();
      expect(collected.get('tencent_chat.delivery.dead')?.points[0]?.value).toBe(NaN);
      expect(collected.get('tencent_chat.callbacks')?.points).toHaveLength(1);
    }
    expect(performance.now() - begun).toBeLessThan(3000);
    expect(asked).toBe(2);
  });

  it('show that the store is down', async () => {
    const delivery = async (context: DeliveryContext): Promise<Delivery> => {
      const broken = await inProcessDelivery()(context);
      broken.accept = async () => {
        context.lifecycle.report('store', { state: 'down', why: 'no space left on device' });
        throw new Error('no space left on device');
      };
      broken.stats = () => Promise.reject(new Error('no space left on device'));
      return broken;
    };
    const test = await start({ options: { delivery } });
    expect((await test.callback({ body: sampleCallback(ALARM) })).status).toBe(503);
    expect(await metrics.value('tencent_chat.delivery.store.up')).toBe(0);
    expect(await metrics.value('tencent_chat.callbacks', { 'tencent_chat.outcome': 'unavailable' })).toBe(1);
    expect(await metrics.value('tencent_chat.faults')).toBe(1);
  });

  it('distinguish registrations', async () => {
    const telemetry = openTelemetry({ meter: metrics.meter });
    const test = await createTestApp({
      registrations: [
        registration({ telemetry, quota: false }),
        registration({ telemetry, quota: false, name: 'staging', path: 'staging' }),
      ],
      providers: [Ledger],
    });
    await test.callback({ body: sampleCallback(ALARM) });
    await test.callback({ path: 'staging', body: sampleCallback(ALARM) });
    for (const name of ['default', 'staging']) {
      const one = { 'tencent_chat.registration': name };
      expect(await metrics.value('tencent_chat.callbacks', one)).toBe(1);
      expect(await metrics.value('tencent_chat.delivery.store.up', one)).toBe(1);
    }
    await test.app.close();
  });

  it('have units', async () => {
    const test = await start();
    await test.callback({ body: sampleCallback(ALARM) });
    await test.callback({ token: 'wrong' });
    const units = [...(await metrics.collect())].map(([name, { unit }]) => [name, unit]);
    expect(Object.fromEntries(units)).toMatchObject({
      'tencent_chat.callbacks': '{callback}',
      'tencent_chat.rejections': '{request}',
      'tencent_chat.answer.duration': 's',
      'tencent_chat.delivery.pending': '{callback}',
    });
  });

  it('need a factory', async () => {
    await expect(createTestApp({ options: { telemetry: {} as never } })).rejects.toThrow(
      '"telemetry" is of type object; give openTelemetry()',
    );
  });
});
