import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import {
  QuotaWatch,
  type DeliveryFactory,
  type QuotaLevelReachedEvent,
  type QuotaOperatorLimitedEvent,
  type QuotaOptions,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, SDK_APP_ID, type TestApp } from '../support/create-test-app.js';
import { hasPostgres, PostgresServer } from '../support/postgres/postgres-server.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const BEFORE = 'Group.CallbackBeforeCreateGroup';
const CREATED = 'Group.CallbackAfterCreateGroup';
const DESTROYED = 'Group.CallbackAfterGroupDestroyed';
const LEVEL = 'group.quotaLevelReached';

/** The day of all tests; the clock follows the callbacks. */
const MIDNIGHT = Date.parse('2099-11-22T00:00:00+08:00');
const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

let apps: TestApp[] = [];
let groups = 0;
beforeEach(() => {
  vi.setSystemTime(MIDNIGHT + 10 * HOUR_MS);
});
afterEach(async () => {
  for (const { app } of apps) await app.close();
  apps = [];
  vi.useRealTimers();
});

async function start(quota: QuotaOptions, delivery?: DeliveryFactory): Promise<TestApp> {
  const test = await createTestApp({ options: { quota, ...(delivery && { delivery }) } });
  apps.push(test);
  return test;
}

async function close(test: TestApp): Promise<void> {
  await test.app.close();
  apps = apps.filter((each) => each !== test);
}

const snapshot = ({ app }: TestApp) => app.get(QuotaWatch).snapshot(SDK_APP_ID);
const top = ({ app }: TestApp, by: 'operator' | 'platform' | 'type' | 'network') =>
  app
    .get(QuotaWatch)
    .top(SDK_APP_ID, { by })
    .map(({ key, created, net }) => `${key} ${created} ${net}`);

interface Group {
  operator?: string;
  type?: string;
  clientIp?: string;
  optPlatform?: string;
}

/** Sends the creation of a group, now; returns the group's id. */
async function create(test: TestApp, group: Group = {}): Promise<string> {
  const { operator = 'alice', type = 'Public', clientIp = '203.0.113.7', optPlatform = 'iOS' } = group;
  groups += 1;
  const GroupId = `@TGS#${groups}`;
  const body = { ...sampleCallback(CREATED), GroupId, Operator_Account: operator, Type: type };
  const timed = { ...body, EventTime: Date.now() };
  const { status } = await test.callback({ command: CREATED, clientIp, optPlatform, body: timed });
  expect(status).toBe(200);
  return GroupId;
}

async function dissolve(test: TestApp, GroupId: string, Type = 'Public'): Promise<void> {
  const body = { ...sampleCallback(DESTROYED), GroupId, Type, EventTime: Date.now() };
  expect((await test.callback({ command: DESTROYED, body })).status).toBe(200);
}

async function alarm(test: TestApp, QuotaUsed: number, Quota = 10_000): Promise<void> {
  const body = { ...sampleCallback(ALARM), QuotaUsed, Quota, EventTime: Date.now() };
  expect((await test.callback({ body })).status).toBe(200);
}

async function isRejected(test: TestApp, operator: string): Promise<boolean> {
  const body = { ...sampleCallback(BEFORE), Operator_Account: operator, EventTime: Date.now() };
  return (await test.callback({ command: BEFORE, body })).json.ErrorCode !== 0;
}

const counted = (test: TestApp, expected: number) =>
  vi.waitFor(() => expect(snapshot(test)?.counted).toBe(expected), { timeout: 10_000 });

describe('creations and dissolutions', () => {
  it('are counted, by operator, platform, type and network; communities and topics are not', async () => {
    const test = await start({});
    const first = await create(test);
    await create(test, { operator: 'bot', optPlatform: 'RESTAPI', clientIp: '198.51.100.1' });
    await create(test, {
      operator: 'bot',
      optPlatform: 'RESTAPI',
      clientIp: '198.51.100.2',
      type: 'Private',
    });
    await create(test, { type: 'Community' });
    await dissolve(test, first);
    await dissolve(test, '@TGS#of-yesterday', 'Private');
    await counted(test, 1);
    expect(top(test, 'operator')).toEqual(['bot 2 2', 'alice 1 0']);
    expect(top(test, 'platform')).toEqual(['RESTAPI 2 2', 'iOS 1 0']);
    expect(top(test, 'type')).toEqual(['Public 2 1', 'Private 1 0']);
    expect(top(test, 'network')).toEqual(['198.51.100.0/24 2 2', '203.0.113.0/24 1 0']);
    expect(snapshot(test)).toMatchObject({
      used: 1,
      source: 'counted',
      quota: null,
      usage: null,
      remaining: null,
      lastAlarmAt: null,
      level: null,
    });
  });

  it('are counted with communities, or not at all', async () => {
    const test = await start({ count: { communities: true } });
    await create(test, { type: 'Community' });
    await counted(test, 1);
    const without = await start({ count: false });
    await create(without);
    await without.events.get('group.created');
    expect(snapshot(without)).toBeUndefined();
  });

  it('reach levels below 70 % once the limit is known, and leave the others to the alarms of Chat', async () => {
    const test = await start({ levels: [0.3, 0.5, 0.7, 0.9], limit: 10 });
    for (let nth = 0; nth < 9; nth += 1) await create(test, { operator: nth < 6 ? 'bot' : 'alice' });
    await test.events.get(LEVEL, 2);
    await counted(test, 9);
    const levels = test.events.all<QuotaLevelReachedEvent>(LEVEL);
    expect(levels.map(({ level, source, used }) => [level, source, used])).toEqual([
      [0.3, 'counted', 3],
      [0.5, 'counted', 5],
    ]);
    expect(levels[1]!.top).toEqual([{ key: 'bot', created: 5, net: 5, share: 1 }]);
    await alarm(test, 9, 10);
    const event = await test.events.get<QuotaLevelReachedEvent>(LEVEL, 3);
    expect(event).toMatchObject({ level: 0.9, source: 'chat', used: 9 });
    expect(event.top.map(({ key, created }) => [key, created])).toEqual([
      ['bot', 6],
      ['alice', 3],
    ]);
    expect(snapshot(test)).toMatchObject({ used: 9, source: 'chat', counted: 9, quota: 10 });
  });

  it('have the limit of the last alarm on the next day', async () => {
    const test = await start({ levels: [0.5] });
    await alarm(test, 8, 10);
    await test.events.get(LEVEL);
    vi.setSystemTime(MIDNIGHT + 25 * HOUR_MS);
    for (let nth = 0; nth < 5; nth += 1) await create(test);
    expect(await test.events.get<QuotaLevelReachedEvent>(LEVEL, 2)).toMatchObject({
      day: '2099-11-23',
      source: 'counted',
      used: 5,
      quota: 10,
    });
  });

  it('have a forecast before the first alarm', async () => {
    const test = await start({ limit: 100 });
    for (let nth = 0; nth < 6; nth += 1) {
      vi.setSystemTime(MIDNIGHT + 10 * HOUR_MS + 2 * nth * MINUTE_MS);
      await create(test);
    }
    await counted(test, 6);
    expect(snapshot(test)).toMatchObject({ perHour: 30, remaining: 94 });
    expect(snapshot(test)!.exhaustsAt!.getTime()).toBeCloseTo(Date.now() + (94 / 30) * HOUR_MS, -4);
  });

  it('are reported as missing if Chat reports more', async () => {
    const warnings: string[] = [];
    const warn = (message: string) => void warnings.push(message);
    const test = await createTestApp({ logger: { log() {}, error() {}, warn } });
    apps.push(test);
    await create(test);
    await alarm(test, 7001);
    vi.setSystemTime(Date.now() + 2 * MINUTE_MS);
    await create(test);
    await alarm(test, 7201);
    await test.events.get('group.quotaAlarm', 2);
    vi.setSystemTime(Date.now() + 2 * MINUTE_MS);
    expect(snapshot(test)).toMatchObject({ coverage: 0.005, missing: { groups: 199 } });
    await vi.waitFor(() => expect(warnings.join()).toContain('199 new groups of app 1400000000'), {
      timeout: 5000,
    });
  });
});

describe('quota.guard.perOperator', () => {
  it('rejects the creations of an operator over its share while others go on', async () => {
    const test = await start({
      guard: { perOperator: { max: 3 }, exempt: ({ body }) => body.Operator_Account === 'administrator' },
    });
    for (const operator of ['bot', 'administrator']) {
      for (let nth = 0; nth < 3; nth += 1) {
        expect(await isRejected(test, operator)).toBe(false);
        const group = await create(test, { operator });
        await dissolve(test, group);
      }
    }
    await vi.waitFor(() => expect(top(test, 'operator')).toEqual(['administrator 3 0', 'bot 3 0']));
    for (let nth = 0; nth < 3; nth += 1) expect(await isRejected(test, 'bot')).toBe(true);
    expect(await isRejected(test, 'alice')).toBe(false);
    expect(await isRejected(test, 'administrator')).toBe(false);
    const event = await test.events.get<QuotaOperatorLimitedEvent>('group.quotaOperatorLimited');
    expect(event).toMatchObject({
      id: `quota/${SDK_APP_ID}/2099-11-22/operator/bot`,
      sdkAppId: SDK_APP_ID,
      operator: 'bot',
      created: 3,
      max: 3,
      attempt: 1,
    });
    await close(test);
    expect(test.events.all('group.quotaOperatorLimited')).toHaveLength(1);
  });

  it.each([
    [undefined, 'this account has created as many groups as it may today'],
    ['ask the help desk', 'ask the help desk'],
  ])('says what is true of the operator, or the text of the app: %j', async (info, said) => {
    const test = await start({ limit: 10, guard: { perOperator: { max: 1 }, info } });
    await create(test, { operator: 'bot' });
    await counted(test, 1);
    const body = { ...sampleCallback(BEFORE), Operator_Account: 'bot', EventTime: Date.now() };
    expect((await test.callback({ command: BEFORE, body })).json).toMatchObject({
      ErrorInfo: said,
      ErrorCode: 10_150,
    });
  });

  it('knows operators with accounts of any length', async () => {
    const test = await start({ guard: { perOperator: { max: 1 } } });
    const operator = 'bot'.repeat(100);
    await create(test, { operator });
    await counted(test, 1);
    expect(await isRejected(test, operator)).toBe(true);
  });

  it('applies from a share of the limit on, with a function of the event', async () => {
    const max = vi.fn(({ body }: { body: { Type?: string } }) => (body.Type === 'Public' ? 2 : 100));
    const test = await start({ limit: 10, guard: { perOperator: { max, from: 0.5 } } });
    for (let nth = 0; nth < 4; nth += 1) await create(test, { operator: 'bot' });
    await counted(test, 4);
    expect(await isRejected(test, 'bot')).toBe(false);
    expect(max).not.toHaveBeenCalled();
    await create(test, { operator: 'bot' });
    await counted(test, 5);
    expect(await isRejected(test, 'bot')).toBe(true);
  });
});

/** Each of these makes a delivery with an empty store. They forget ids immediately, so that repeated callbacks come through. */
const DURABLE: Record<string, () => Promise<DeliveryFactory>> = {
  lmdb: async () => lmdbDelivery({ path: temporaryFolder(), dedupeWindowMs: 0 }),
  ...(hasPostgres() && {
    PostgreSQL: async () => {
      databases += 1;
      const connection = await postgres!.database(`quota_${databases}`);
      return postgresDelivery({ connection, dedupeWindowMs: 0 });
    },
  }),
};

let postgres: PostgresServer | undefined;
let databases = 0;
beforeAll(async () => {
  if (hasPostgres()) postgres = await PostgresServer.start();
});
afterAll(() => postgres?.remove());

describe.each(Object.entries(DURABLE))('on %s', (_name, choose) => {
  it('counts, alarms and limited operators outlive a restart', async () => {
    const delivery = await choose();
    const quota = { limit: 100, guard: { perOperator: { max: 3 } } };
    const first = await start(quota, delivery);
    for (let nth = 0; nth < 3; nth += 1) await create(first, { operator: 'bot' });
    await alarm(first, 9500);
    await counted(first, 3);
    await first.events.get(LEVEL);
    const before = snapshot(first)!;
    await close(first);
    const second = await start(quota, delivery);
    expect(snapshot(second)).toEqual({ ...before, asOf: expect.any(Date), alarms: 0 });
    expect(await isRejected(second, 'bot')).toBe(true);
    expect(top(second, 'operator')).toEqual(['bot 3 3']);
    await alarm(second, 9501);
    await second.events.get('group.quotaAlarm');
    await close(second);
    expect(second.events.all(LEVEL)).toEqual([]);
  });

  it('two processes know the same, and a repeated callback counts once', async () => {
    const delivery = await choose();
    const pods = [await start({}, delivery), await start({}, delivery)] as const;
    for (let nth = 0; nth < 6; nth += 1)
      await create(pods[nth % 2 === 0 ? 0 : 1], { operator: `user_${nth % 3}` });
    for (const pod of pods) await counted(pod, 6);
    expect(top(pods[0], 'operator')).toEqual(top(pods[1], 'operator'));
    const repeated = sampleCallback(CREATED);
    const body = { ...repeated, GroupId: '@TGS#repeated', Type: 'Public', EventTime: Date.now() };
    await pods[0].callback({ command: CREATED, body });
    await counted(pods[0], 7);
    await vi.waitFor(async () => {
      await pods[1].callback({ command: CREATED, body });
      expect(pods.flatMap((pod) => pod.events.all('group.created')).length).toBeGreaterThan(7);
    });
    await create(pods[1]);
    for (const pod of pods) await counted(pod, 8);
  });
});

describe.each(Object.entries(DURABLE))('the rooms of Live, on %s', (_name, choose) => {
  const ROOMS = 'Live.CallbackAfterCreateRoomReachingThreshold';
  const roomsAlarm = async (test: TestApp, CurRoomCount: number, EventTime = Date.now()) => {
    const body = { ...sampleCallback(ROOMS), CurRoomCount, MaxRoomCount: 100, EventTime };
    expect((await test.callback({ command: ROOMS, body })).status).toBe(200);
  };
  const rooms = ({ app }: TestApp) => app.get(QuotaWatch).snapshot(SDK_APP_ID, 'rooms');

  it('have levels and a latest value, in every process and after a restart', async () => {
    const delivery = await choose();
    const first = await start({}, delivery);
    expect(rooms(first)).toBeUndefined();
    await roomsAlarm(first, 95);
    vi.setSystemTime(Date.now() + MINUTE_MS);
    await roomsAlarm(first, 85);
    await roomsAlarm(first, 99, Date.now() - 2 * MINUTE_MS);
    await roomsAlarm(first, 100, Date.now() + 10 * MINUTE_MS);
    await roomsAlarm(first, 100, Math.floor(Date.now() / 1000));
    await first.events.get('live.roomThresholdReached', 5);
    const expected = {
      used: 85,
      quota: 100,
      usage: 0.85,
      remaining: 15,
      level: 0.8,
      lastAlarmAt: new Date(MIDNIGHT + 10 * HOUR_MS + MINUTE_MS),
    };
    expect(rooms(first)).toMatchObject({
      ...expected,
      levels: [
        { level: 0.7, reachedAt: new Date(MIDNIGHT + 10 * HOUR_MS) },
        { level: 0.8, reachedAt: new Date(MIDNIGHT + 10 * HOUR_MS) },
        { level: 0.9, reachedAt: null },
        { level: 1, reachedAt: null },
      ],
    });
    expect(first.app.get(QuotaWatch).rooms().size).toBe(1);
    await vi.waitFor(async () => {
      const second = await start({}, delivery);
      expect(rooms(second)).toMatchObject(expected);
    });
  });
});
