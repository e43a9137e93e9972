import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import {
  byRequestId,
  DeliveryMonitor,
  inProcessDelivery,
  OnTencentChatEvent,
  QuotaLevelReachedEvent,
  QuotaWatch,
  rejectVerdicts,
  type GroupBeforeCreateEvent,
  type GroupQuotaAlarmEvent,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestApp, registration, SDK_APP_ID, TOKEN, type TestApp } from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { StepLog } from '../support/step-log.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const CREATE = 'Group.CallbackBeforeCreateGroup';
const LEVEL = 'group.quotaLevelReached';

/** The day of all tests. Their clock starts at 10:00 and follows the alarms. */
const MIDNIGHT = Date.parse('2099-11-22T00:00:00+08:00');
const HOUR_MS = 3_600_000;

/** Makes an alarm at an hour of the day, in the quota's zone. */
const alarm = (hour: number, QuotaUsed: number, Quota = 10_000) => ({
  body: { ...sampleCallback(ALARM), QuotaUsed, Quota, EventTime: MIDNIGHT + hour * HOUR_MS },
});

let test: TestApp;
beforeEach(() => {
  vi.setSystemTime(MIDNIGHT + 10 * HOUR_MS);
});
afterEach(async () => {
  await test.app.close();
  vi.useRealTimers();
});

/** Sends each alarm at its time or later, and after the previous one was handled, so that their order is certain. */
async function sendInTurn(...alarms: ReturnType<typeof alarm>[]): Promise<void> {
  const before = test.events.names.filter((name) => name === 'group.quotaAlarm').length;
  for (const [nth, each] of alarms.entries()) {
    vi.setSystemTime(Math.max(Date.now(), each.body.EventTime));
    expect((await test.callback(each)).status).toBe(200);
    await test.events.get('group.quotaAlarm', before + nth + 1);
    await vi.waitFor(() => expect(test.app.get(QuotaWatch).snapshots().size).toBe(1));
  }
}

const levels = () => test.events.all<QuotaLevelReachedEvent>(LEVEL);

describe('group.quotaLevelReached', () => {
  it('reports a level with the state of the day', async () => {
    test = await createTestApp();
    await sendInTurn(alarm(9, 7000), alarm(9.5, 7200), alarm(10, 8000));
    const event = await test.events.get<QuotaLevelReachedEvent>(LEVEL, 2);
    expect(event).toBeInstanceOf(QuotaLevelReachedEvent);
    expect(event).toEqual(
      new QuotaLevelReachedEvent({
        id: `quota/${SDK_APP_ID}/2099-11-22/0.8`,
        sdkAppId: SDK_APP_ID,
        day: '2099-11-22',
        level: 0.8,
        used: 8000,
        quota: 10_000,
        usage: 0.8,
        remaining: 2000,
        at: new Date(MIDNIGHT + 10 * HOUR_MS),
        source: 'chat',
        forecast: { perHour: expect.any(Number), exhaustsAt: expect.any(Date) },
        top: [],
        attempt: 1,
      }),
    );
    expect((await test.events.get<QuotaLevelReachedEvent>(LEVEL, 1)).forecast).toBeNull();
  });

  it('is emitted once per level, however often the usage goes down and up again', async () => {
    test = await createTestApp();
    await sendInTurn(alarm(9, 7100), alarm(10, 8100), alarm(11, 7500), alarm(12, 8200), alarm(13, 9100));
    await test.events.get(LEVEL, 3);
    await test.app.close();
    expect(levels().map(({ level }) => level)).toEqual([0.7, 0.8, 0.9]);
  });

  it('is emitted only for the highest of several levels, and never for a lower one after that', async () => {
    test = await createTestApp();
    await sendInTurn(alarm(9, 9500), alarm(8, 8500), alarm(10, 10_100));
    await test.events.get(LEVEL, 2);
    await test.app.close();
    expect(levels().map(({ level }) => level)).toEqual([0.9, 1]);
  });

  it('belongs to the day of the EventTime in quota.timeZone, also for late alarms of yesterday', async () => {
    test = await createTestApp();
    vi.setSystemTime(MIDNIGHT + 4 * 60_000);
    await sendInTurn(alarm(1 / 60, 7100), alarm(-1 / 60, 9900), alarm(2, 7200), alarm(3, 8000));
    await test.events.get(LEVEL, 3);
    await test.app.close();
    expect(levels().map(({ day, level }) => `${day} ${level}`)).toEqual([
      '2099-11-22 0.7',
      '2099-11-21 0.9',
      '2099-11-22 0.8',
    ]);
  });

  it('distinguishes the apps of one URL, and uses the options quota.levels and quota.timeZone', async () => {
    test = await createTestApp({
      registrations: [
        registration({
          sdkAppId: undefined,
          token: undefined,
          apps: [1400000001, 1400000002].map((sdkAppId) => ({ sdkAppId, token: TOKEN })),
          quota: { levels: [0.5], timeZone: 'UTC' },
        }),
      ],
    });
    vi.setSystemTime(MIDNIGHT + 3 * HOUR_MS);
    await test.callback({ sdkAppId: 1400000001, ...alarm(1, 5000) });
    await test.callback({ sdkAppId: 1400000002, ...alarm(1, 4000) });
    await test.callback({ sdkAppId: 1400000002, ...alarm(2, 6000) });
    await test.events.get(LEVEL, 2);
    expect(levels().map(({ id }) => id)).toEqual([
      'quota/1400000001/2099-11-21/0.5',
      'quota/1400000002/2099-11-21/0.5',
    ]);
    expect([...test.app.get(QuotaWatch).snapshots().keys()]).toEqual([1400000001, 1400000002]);
  });

  it('has the eventPrefix, and is retried if its handler fails', async () => {
    @Injectable()
    class ChatOps {
      readonly attempts: number[] = [];
      @OnTencentChatEvent('group.quotaLevelReached', { eventPrefix: 'tencent.' })
      post({ attempt }: QuotaLevelReachedEvent): void {
        this.attempts.push(attempt);
        if (attempt < 3) throw new Error('the chat is away');
      }
    }
    const delivery = inProcessDelivery({ retry: { initialDelayMs: 1 } });
    test = await createTestApp({ providers: [ChatOps], options: { eventPrefix: 'tencent.', delivery } });
    await test.callback(alarm(9, 7100));
    await vi.waitFor(() => expect(test.app.get(ChatOps).attempts).toEqual([1, 2, 3]));
  });

  it('cannot be sent by a caller', async () => {
    test = await createTestApp();
    const body = {
      day: '2099-11-22',
      level: 1,
      used: 1,
      quota: 1,
      usage: 1,
      remaining: 0,
      at: 1,
      forecast: null,
    };
    await test.callback({ command: LEVEL, body });
    await test.events.get('tencentChat.unknownCommand');
    expect(levels()).toEqual([]);
  });

  it.each([1e15, 8.64e15, Number.MAX_SAFE_INTEGER])(
    'ignores an alarm with the invalid time %d',
    async (EventTime) => {
      test = await createTestApp();
      await test.callback({ body: { ...sampleCallback(ALARM), EventTime } });
      await test.events.get('group.quotaAlarm');
      await test.app.close();
      expect(levels()).toEqual([]);
      expect(test.app.get(QuotaWatch).snapshots().size).toBe(0);
    },
  );

  it('is not emitted with quota: false', async () => {
    test = await createTestApp({ options: { quota: false } });
    await test.callback(alarm(9, 9500));
    await test.events.get('group.quotaAlarm');
    await test.app.close();
    expect(levels()).toEqual([]);
    expect(test.app.get(QuotaWatch).snapshot(SDK_APP_ID)).toBeUndefined();
  });
});

describe('QuotaWatch', () => {
  it('returns the state of the day', async () => {
    test = await createTestApp();
    const watch = test.app.get(QuotaWatch);
    expect(watch.snapshot(SDK_APP_ID)).toBeUndefined();
    await sendInTurn(alarm(9, 7000), alarm(9.5, 8100), alarm(10, 7900));
    await vi.waitFor(() => expect(watch.snapshot(SDK_APP_ID)?.alarms).toBe(3));
    expect(watch.snapshot(SDK_APP_ID)).toEqual({
      day: '2099-11-22',
      timeZone: 'Asia/Shanghai',
      startsAt: new Date(MIDNIGHT),
      endsAt: new Date(MIDNIGHT + 24 * HOUR_MS),
      used: 7900,
      source: 'chat',
      counted: null,
      coverage: null,
      missing: null,
      asOf: null,
      quota: 10_000,
      usage: 0.79,
      remaining: 2100,
      level: 0.8,
      levels: [
        { level: 0.7, reachedAt: new Date(MIDNIGHT + 9 * HOUR_MS) },
        { level: 0.8, reachedAt: new Date(MIDNIGHT + 9.5 * HOUR_MS) },
        { level: 0.9, reachedAt: null },
        { level: 1, reachedAt: null },
      ],
      peak: 8100,
      alarms: 3,
      doubted: 0,
      lastAlarmAt: new Date(MIDNIGHT + 10 * HOUR_MS),
      perHour: expect.any(Number),
      exhaustsAt: expect.any(Date),
      history: [9, 9.5, 10].map((hour, nth) => ({
        at: new Date(MIDNIGHT + hour * HOUR_MS),
        used: [7000, 8100, 7900][nth],
      })),
    });
  });
});

describe('an alarm that is doubted', () => {
  const guarded = () => createTestApp({ options: { quota: { guard: {} } } });
  const created = async () => {
    const body = { ...sampleCallback(CREATE), EventTime: Date.now() };
    return (await test.callback({ command: CREATE, body })).json;
  };
  const snapshot = () => test.app.get(QuotaWatch).snapshot(SDK_APP_ID);
  const handledAlarms = async (count: number) => vi.waitFor(() => expect(snapshot()?.alarms).toBe(count));
  /** Sends alarms now, whatever their EventTime is. */
  async function sendNow(...alarms: ReturnType<typeof alarm>[]): Promise<void> {
    const before = snapshot()?.alarms ?? 0;
    for (const [nth, each] of alarms.entries()) {
      expect((await test.callback(each)).status).toBe(200);
      await handledAlarms(before + nth + 1);
    }
  }

  it.each([
    ['10,000 rejects no group', 7200, 10_000, 0],
    ['0 does not switch off the guard', 10_000, 0, 10_150],
  ])('from the end of the day with a usage of %s', async (_what, used, forged, code) => {
    test = await guarded();
    await sendNow(alarm(9.9, used), alarm(24 - 1 / 3600, forged));
    expect(await created()).toMatchObject({ ErrorCode: code });
    expect(snapshot()).toMatchObject({ used, peak: used, alarms: 2, doubted: 1 });
    expect(test.events.all('group.quotaAlarm')).toHaveLength(2);
  });

  it('is more than five minutes ahead of its arrival', async () => {
    test = await guarded();
    await sendNow(alarm(10 + 5 / 60, 7200), alarm(10 + 5 / 60 + 1 / 3_600_000, 9900));
    expect(snapshot()).toMatchObject({ used: 7200, peak: 7200, alarms: 2, doubted: 1 });
  });

  it.each([
    ['ahead', [24, 48, 72]],
    ['ago', [-24, -48, -72]],
  ])('does not change today: three days %s', async (_what, days) => {
    test = await guarded();
    await sendNow(alarm(9, 9600));
    for (const hours of days) await test.callback(alarm(9 + hours, 7100));
    await handledAlarms(4);
    await sendNow(alarm(9.1, 9600));
    expect(snapshot()).toMatchObject({ day: '2099-11-22', used: 9600, peak: 9600, alarms: 5, doubted: 3 });
    expect(await created()).toMatchObject({ ErrorCode: 10_150 });
  });

  it('is of another day than today: in seconds, of 300 past days, or a minute beyond the tolerance', async () => {
    test = await guarded();
    const days = Array.from({ length: 300 }, (_, nth) => alarm(9 - 24 * (nth + 1), 9900));
    const inSeconds = alarm(9, 10_000);
    inSeconds.body.EventTime = Math.floor(inSeconds.body.EventTime / 1000);
    for (const each of [inSeconds, ...days]) await test.callback(each);
    await test.events.get('group.quotaAlarm', 301);
    vi.setSystemTime(MIDNIGHT + 6 * 60_000);
    await test.callback(alarm(-1 / 3600, 9900));
    await test.events.get('group.quotaAlarm', 302);
    expect(snapshot()).toBeUndefined();
    await test.callback(alarm(1 / 60, 7200));
    await handledAlarms(303);
    expect(snapshot()).toMatchObject({ day: '2099-11-22', used: 7200, alarms: 303, doubted: 302 });
    await test.app.close();
    expect(levels().map(({ id }) => id)).toEqual([`quota/${SDK_APP_ID}/2099-11-22/0.7`]);
  });

  it('is the only one: the day has no snapshot', async () => {
    test = await guarded();
    await test.callback(alarm(23, 10_000));
    await test.events.get('group.quotaAlarm');
    await test.app.close();
    expect(snapshot()).toBeUndefined();
    expect(test.app.get(QuotaWatch).snapshots().size).toBe(0);
    expect(levels()).toEqual([]);
  });

  it('has a limit of 0, or unlike the others, and counts when a second one has the same limit', async () => {
    test = await guarded();
    await sendNow(alarm(9, 7200), alarm(9.1, 7300, 0), alarm(9.2, 7300, 7000), alarm(9.3, 7400));
    expect(snapshot()).toMatchObject({ used: 7400, quota: 10_000, level: 0.7, alarms: 4, doubted: 2 });
    expect(await created()).toMatchObject({ ErrorCode: 0 });
    await sendNow(alarm(9.4, 7500, 7000));
    expect(snapshot()).toMatchObject({ used: 7500, quota: 7000, level: 1, alarms: 5, doubted: 1 });
    expect(await created()).toMatchObject({ ErrorCode: 10_150 });
    await test.app.close();
    expect(levels().map(({ level }) => level)).toEqual([0.7, 1]);
  });

  it('has a limit of 0, even as the first of the day', async () => {
    test = await guarded();
    await test.callback(alarm(9, 5, 0));
    await test.events.get('group.quotaAlarm');
    expect(snapshot()).toBeUndefined();
    await test.callback(alarm(9.1, 6, 0));
    await handledAlarms(2);
    expect(snapshot()).toMatchObject({ used: 6, quota: 0, usage: 1, doubted: 0 });
  });

  it('has a limit unlike those that the app has trusted before it restarted', async () => {
    const path = temporaryFolder();
    const start = () =>
      createTestApp({ options: { delivery: lmdbDelivery({ path }), quota: { guard: {} } } });
    test = await start();
    await sendNow(alarm(9, 7200));
    await test.app.close();
    test = await start();
    await test.callback(alarm(9.1, 7300, 7000));
    await test.events.get('group.quotaAlarm');
    expect(await created()).toMatchObject({ ErrorCode: 0 });
    await test.callback(alarm(9.2, 7400));
    await handledAlarms(2);
    expect(snapshot()).toMatchObject({ used: 7400, quota: 10_000, level: 0.7, doubted: 1 });
    expect(levels().map(({ level }) => level)).toEqual([]);
  });
});

describe('alarms that fail or arrive during shutdown', () => {
  it('are counted once, however many attempts their handlers need', async () => {
    @Injectable()
    class ChatOps {
      @OnTencentChatEvent('group.quotaAlarm')
      post({ attempt }: GroupQuotaAlarmEvent): void {
        if (attempt < 4) throw new Error('the chat is away');
      }
    }
    const delivery = inProcessDelivery({ retry: { initialDelayMs: 1 } });
    test = await createTestApp({ providers: [ChatOps], options: { delivery } });
    const steps = new StepLog(test.app, 'completed');
    await test.callback(alarm(9, 6000));
    await steps.get('completed');
    await test.callback(alarm(9, 6000));
    await test.callback(alarm(10, 6100));
    await steps.get('completed', 2);
    expect(test.app.get(QuotaWatch).snapshot(SDK_APP_ID)?.alarms).toBe(2);
  });

  it('emit a level once while the app closes, and their handlers are called once', async () => {
    const gate = new Gate();
    const calls: string[] = [];
    @Injectable()
    class ChatOps {
      /** Holds back the alarms until the app closes. */
      @OnTencentChatEvent('group.created')
      async wait(): Promise<void> {
        await gate.pass();
      }
      @OnTencentChatEvent('group.quotaAlarm')
      alarm({ attempt }: GroupQuotaAlarmEvent): void {
        calls.push(`alarm ${attempt}`);
      }
      @OnTencentChatEvent('group.quotaLevelReached')
      level({ level, attempt }: QuotaLevelReachedEvent): void {
        calls.push(`level ${level} ${attempt}`);
      }
    }
    test = await createTestApp({
      providers: [ChatOps],
      options: { delivery: inProcessDelivery({ concurrency: 1 }) },
    });
    await test.callback({ command: 'Group.CallbackAfterCreateGroup' });
    await gate.reached();
    await test.callback(alarm(9, 9100));
    const closing = test.app.close();
    await vi.waitFor(async () => expect((await test.callback(alarm(10, 9200))).status).toBe(503));
    expect(calls).toEqual([]);
    gate.open();
    await closing;
    expect(calls).toEqual(['alarm 1', 'level 0.9 1']);
  });
});

it('a level that is reached before the app closes is handled before it ends, and only once', async () => {
  const path = temporaryFolder();
  const gate = new Gate();
  const calls: string[] = [];
  @Injectable()
  class ChatOps {
    @OnTencentChatEvent('group.quotaAlarm')
    async alarm({ attempt }: GroupQuotaAlarmEvent): Promise<void> {
      calls.push(`alarm ${attempt}`);
      await gate.pass();
    }
    @OnTencentChatEvent('group.quotaLevelReached')
    level({ level, attempt }: QuotaLevelReachedEvent): void {
      calls.push(`level ${level} ${attempt}`);
    }
  }
  // With a concurrency of 1, the level waits until the alarm's handlers are done.
  const start = () =>
    createTestApp({
      providers: [ChatOps],
      options: { delivery: lmdbDelivery({ path, concurrency: 1 }) },
    });
  test = await start();
  await test.callback(alarm(9, 9100));
  await gate.reached();
  await vi.waitFor(async () =>
    expect(await test.app.get(DeliveryMonitor).stats()).toMatchObject({ pending: 2, running: 1 }),
  );
  const closing = test.app.close();
  await vi.waitFor(async () => expect((await test.callback(alarm(10, 9200))).status).toBe(503));
  gate.open();
  await closing;
  expect(calls).toEqual(['alarm 1', 'level 0.9 1']);

  test = await start();
  await vi.waitFor(async () =>
    expect(await test.app.get(DeliveryMonitor).stats()).toMatchObject({ pending: 0, dead: 0 }),
  );
  expect(calls).toEqual(['alarm 1', 'level 0.9 1']);
  // The same alarm is a duplicate, and another one reaches no new level.
  await test.callback(alarm(9, 9100));
  vi.setSystemTime(MIDNIGHT + 11 * HOUR_MS);
  await test.callback(alarm(11, 9300));
  await test.app.close();
  expect(calls.filter((call) => call.startsWith('level'))).toEqual(['level 0.9 1']);
});

describe('the quota guard', () => {
  const create = (hour: number, Owner_Account = 'user_1001') => ({
    command: CREATE,
    body: { ...sampleCallback(CREATE), Owner_Account, EventTime: MIDNIGHT + hour * HOUR_MS },
  });
  const ALLOWED = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };

  it('is off by default', async () => {
    test = await createTestApp();
    await sendInTurn(alarm(9, 10_000));
    expect((await test.callback(create(10))).json).toEqual(ALLOWED);
  });

  it('rejects the creation of groups from denyFrom on, on that day', async () => {
    test = await createTestApp({
      options: { quota: { guard: { denyFrom: 0.95, code: 10_199, info: 'full' } } },
    });
    expect((await test.callback(create(8))).json).toEqual(ALLOWED);
    await sendInTurn(alarm(9, 9499));
    expect((await test.callback(create(9))).json).toEqual(ALLOWED);
    await sendInTurn(alarm(10, 9500));
    await vi.waitFor(async () => {
      expect((await test.callback(create(11))).json).toEqual({
        ActionStatus: 'OK',
        ErrorInfo: 'full',
        ErrorCode: 10_199,
      });
    });
    expect((await test.callback(create(25))).json).toEqual(ALLOWED);
    await sendInTurn(alarm(12, 9000));
    await vi.waitFor(async () => expect((await test.callback(create(13))).json).toEqual(ALLOWED));
  });

  it("decides on the app's own class of the command, with any event name", async () => {
    class BareCreateDto {
      static readonly command = CREATE;
      static readonly event = 'rooms.beforeCreate';
      static readonly verdicts = rejectVerdicts(CREATE, [10_100, 10_200]);
      static readonly idempotencyKey = byRequestId;
      static readonly sample = {};
    }
    test = await createTestApp({ options: { callbacks: [BareCreateDto], quota: { guard: {} } } });
    expect((await test.callback(create(8))).json).toEqual(ALLOWED);
    await sendInTurn(alarm(10, 9500));
    await vi.waitFor(async () => {
      expect((await test.callback(create(11))).json).toMatchObject({ ErrorCode: 10_150 });
    });
    // Without an EventTime the time of its arrival counts, which is on another day.
    vi.setSystemTime(MIDNIGHT + 34 * HOUR_MS);
    expect((await test.callback({ command: CREATE, body: {} })).json).toEqual(ALLOWED);
  });

  it('has a default share, code and text', async () => {
    test = await createTestApp({ options: { quota: { guard: {} } } });
    await sendInTurn(alarm(10, 9500));
    await vi.waitFor(async () => {
      expect((await test.callback(create(11))).json).toMatchObject({
        ErrorInfo: 'the daily limit of groups is nearly used up',
        ErrorCode: 10_150,
      });
    });
  });

  it('ignores exempt groups, and does not replace the handlers of the app', async () => {
    @Injectable()
    class Policy {
      @OnEvent('group.beforeCreate', { suppressErrors: false })
      decide(event: GroupBeforeCreateEvent) {
        return event.body.Owner_Account === 'banned' ? event.reject({ code: 10_101 }) : event.allow();
      }
    }
    const exempt = ({ body }: GroupBeforeCreateEvent) => body.Owner_Account !== 'user_1001';
    test = await createTestApp({ providers: [Policy], options: { quota: { guard: { exempt } } } });
    expect((await test.callback(create(9, 'banned'))).json).toMatchObject({ ErrorCode: 10_101 });
    await sendInTurn(alarm(10, 9500));
    await vi.waitFor(async () => {
      expect((await test.callback(create(11))).json).toMatchObject({ ErrorCode: 10_150 });
    });
    expect((await test.callback(create(11, 'staff'))).json).toEqual(ALLOWED);
    expect((await test.callback(create(11, 'banned'))).json).toMatchObject({ ErrorCode: 10_101 });
  });
});
