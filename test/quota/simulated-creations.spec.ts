import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import {
  QuotaWatch,
  type QuotaLevelReachedEvent,
  type QuotaOptions,
  type QuotaSpikeEvent,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { seededRandom } from '../simulation/seeded-random.js';
import { createTestApp, SDK_APP_ID, type TestApp } from '../support/create-test-app.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { drawPoisson } from './simulated-day.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const BEFORE = 'Group.CallbackBeforeCreateGroup';
const CREATED = 'Group.CallbackAfterCreateGroup';
const DESTROYED = 'Group.CallbackAfterGroupDestroyed';
const LEVEL = 'group.quotaLevelReached';
const SPIKE = 'group.quotaSpike';

const MIDNIGHT = Date.parse('2099-11-22T00:00:00+08:00');
const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;

const CONNECTIONS = 4;

interface Doing {
  at: number;
  group: string;
  /** Who creates it; without one it is dissolved. */
  operator?: string;
}

let apps: TestApp[] = [];
beforeEach(() => {
  vi.setSystemTime(MIDNIGHT);
});
afterEach(async () => {
  for (const { app } of apps) await app.close();
  apps = [];
  vi.useRealTimers();
});

async function start(quota: QuotaOptions, path?: string): Promise<TestApp> {
  const delivery = path === undefined ? {} : { delivery: lmdbDelivery({ path }) };
  const test = await createTestApp({ options: { quota, ...delivery } });
  apps.push(test);
  return test;
}

const watchOf = ({ app }: TestApp) => app.get(QuotaWatch);
const snapshotOf = (test: TestApp) => watchOf(test).snapshot(SDK_APP_ID)!;

/**
 * Groups that users create. They dissolve every tenth within an hour.
 *
 * @param perHour pace at an hour of the day
 */
function groupsOf(perHour: (hour: number) => number, from = 0, until = 24): Doing[] {
  const random = seededRandom(22);
  const doings: Doing[] = [];
  for (let at = MIDNIGHT + from * HOUR_MS; at < MIDNIGHT + until * HOUR_MS; at += MINUTE_MS) {
    const created = drawPoisson(perHour((at - MIDNIGHT) / HOUR_MS) / 60, random);
    for (let nth = 0; nth < created; nth += 1) {
      const group = `@TGS#${at}-${nth}`;
      doings.push({ at, group, operator: `user_${Math.floor(random() * 40)}` });
      const dissolvedAt = at + Math.floor(random() * HOUR_MS);
      if (random() < 0.1 && dissolvedAt < MIDNIGHT + until * HOUR_MS) doings.push({ at: dissolvedAt, group });
    }
  }
  return doings.toSorted((a, b) => a.at - b.at);
}

function groupCallback({ at, group, operator }: Doing) {
  const about = { GroupId: group, Type: 'Public', EventTime: at };
  return operator === undefined
    ? { command: DESTROYED, body: { ...sampleCallback(DESTROYED), ...about } }
    : { command: CREATED, body: { ...sampleCallback(CREATED), ...about, Operator_Account: operator } };
}

interface Chat {
  limit: number;
  /** Whether Chat asks before it creates a group, and does not create what is refused. */
  asks?: boolean;
  isLost?: (nth: number) => boolean;
}

/**
 * Plays Chat, over several connections. Above 70 % each creation causes an alarm.
 *
 * @returns the groups that each operator has created, counted exactly
 */
async function play(pods: readonly TestApp[], doings: readonly Doing[], chat: Chat) {
  const { limit, asks = false, isLost = () => false } = chat;
  const created = new Map<string, number>();
  let used = 0;
  let refused = 0;
  const send = async (doing: Doing, nth: number): Promise<void> => {
    const { at, operator } = doing;
    const test = pods[nth % pods.length]!;
    if (operator !== undefined) {
      const body = { ...sampleCallback(BEFORE), Operator_Account: operator, EventTime: at };
      if (asks && (await test.callback({ command: BEFORE, body })).json.ErrorCode !== 0) {
        refused += 1;
        return;
      }
      created.set(operator, (created.get(operator) ?? 0) + 1);
    }
    used += operator === undefined ? -1 : 1;
    const QuotaUsed = used;
    if (!isLost(nth)) expect((await test.callback(groupCallback(doing))).status).toBe(200);
    if (operator === undefined || QuotaUsed <= 0.7 * limit) return;
    const alarm = { ...sampleCallback(ALARM), QuotaUsed, Quota: limit, EventTime: at };
    expect((await test.callback({ body: alarm })).status).toBe(200);
  };
  for (let nth = 0; nth < doings.length; nth += CONNECTIONS) {
    const batch = doings.slice(nth, nth + CONNECTIONS);
    vi.setSystemTime(batch.at(-1)!.at);
    await Promise.all(batch.map((doing, index) => send(doing, nth + index)));
  }
  return { created, used, refused };
}

function exactly(created: ReadonlyMap<string, number>, limit: number): [string, number][] {
  return [...created].toSorted(([a, one], [b, other]) => other - one || (a < b ? -1 : 1)).slice(0, limit);
}

const topOf = (test: TestApp, limit: number) =>
  watchOf(test)
    .top(SDK_APP_ID, { by: 'operator', limit })
    .map(({ key, created }) => [key, created]);

const levelsOf = (test: TestApp) =>
  test.events
    .all<QuotaLevelReachedEvent>(LEVEL)
    .map(({ level, source }): [number, string] => [level, source]);

const counted = (test: TestApp, net: number) =>
  vi.waitFor(() => expect(snapshotOf(test).counted).toBe(net), { timeout: 20_000, interval: 20 });

const bell = (hour: number, middle: number, width: number) => Math.exp(-(((hour - middle) / width) ** 2) / 2);

describe('a simulated day of creations', { timeout: 120_000 }, () => {
  it('that is slow is counted exactly, and wakes nobody', async () => {
    const test = await start({ limit: 10_000, levels: [0.3, 0.5, 0.7] });
    const { created, used } = await play(
      [test],
      groupsOf(() => 15),
      { limit: 10_000 },
    );
    await counted(test, used);
    expect(topOf(test, 40)).toEqual(exactly(created, 40));
    expect(snapshotOf(test)).toMatchObject({ used, source: 'counted', level: null, exhaustsAt: null });
    await test.app.close();
    expect(test.events.all(LEVEL)).toEqual([]);
    expect(test.events.all(SPIKE)).toEqual([]);
  });

  it('with a rush at noon reaches its levels, with a forecast and without a spike', async () => {
    const test = await start({ limit: 500, levels: [0.3, 0.5, 0.7, 0.9] });
    const rush = groupsOf((hour) => 5 + 165 * bell(hour, 12, 1.2), 0, 15);
    const { created, used } = await play([test], rush, { limit: 500 });
    await counted(test, used);
    expect(topOf(test, 40)).toEqual(exactly(created, 40));
    expect(snapshotOf(test)).toMatchObject({
      used: expect.any(Number),
      source: 'chat',
      coverage: 1,
      missing: null,
    });
    await test.app.close();
    expect(levelsOf(test)).toEqual([
      [0.3, 'counted'],
      [0.5, 'counted'],
      [0.7, 'chat'],
      [0.9, 'chat'],
    ]);
    for (const { forecast } of test.events.all<QuotaLevelReachedEvent>(LEVEL)) {
      expect(forecast!.perHour).toBeGreaterThan(50);
    }
    expect(test.events.all(SPIKE)).toEqual([]);
  });

  it('with a bot that wants 2,000 groups in ten minutes has a spike, and the guard stops only the bot', async () => {
    const test = await start({ limit: 2000, levels: [0.3, 0.5], guard: { perOperator: { max: 300 } } });
    const users = groupsOf(() => 20, 0, 10.5);
    const bot = Array.from({ length: 2000 }, (_, nth): Doing => {
      const at = Math.floor(MIDNIGHT + 10 * HOUR_MS + (nth / 2000) * 10 * MINUTE_MS);
      return { at, group: `@TGS#bot-${nth}`, operator: 'bot' };
    });
    const all = [...users, ...bot].toSorted((a, b) => a.at - b.at);
    const { created, used, refused } = await play([test], all, { limit: 2000, asks: true });
    await counted(test, used);
    expect(created.get('bot')).toBeGreaterThanOrEqual(300);
    expect(refused + created.get('bot')!).toBe(2000);
    expect(topOf(test, 40)).toEqual(exactly(created, 40));
    const spike = await test.events.get<QuotaSpikeEvent>(SPIKE);
    expect(spike.top[0]).toMatchObject({ key: 'bot' });
    expect(spike.at.getTime()).toBeLessThan(MIDNIGHT + 10 * HOUR_MS + 3 * MINUTE_MS);
    await test.app.close();
    expect(test.events.all(SPIKE)).toHaveLength(1);
    expect(test.events.all('group.quotaOperatorLimited')).toMatchObject([{ operator: 'bot', max: 300 }]);
  });

  it('that loses a fifth of its callbacks has a coverage of 0.8, and the log says so', async () => {
    const warn = vi.fn();
    const test = await createTestApp({ logger: { log() {}, error() {}, warn }, options: { quota: {} } });
    apps.push(test);
    const creations = groupsOf(() => 40, 0, 12).filter(({ operator }) => operator !== undefined);
    const { used } = await play([test], creations, { limit: 400, isLost: (nth) => nth % 5 === 0 });
    await counted(test, creations.filter((_, nth) => nth % 5 !== 0).length);
    vi.setSystemTime(Date.now() + 2 * MINUTE_MS);
    const { coverage, missing, source } = snapshotOf(test);
    expect({ source, used: snapshotOf(test).used }).toEqual({ source: 'chat', used });
    expect(coverage).toBeCloseTo(0.8, 1);
    expect(missing!.groups).toBeGreaterThan(15);
    await vi.waitFor(
      () => expect(warn.mock.calls.join()).toMatch(/were not counted here since .*coverage of 0\.[78]/),
      {
        timeout: 8000,
      },
    );
  });

  it('that two pods share is the same in both, and after a restart', async () => {
    const path = temporaryFolder();
    const quota = { limit: 300, levels: [0.5, 0.7], guard: { perOperator: { max: 30 } } };
    const pods = [await start(quota, path), await start(quota, path)];
    const { created, used } = await play(
      pods,
      groupsOf(() => 75, 0, 4),
      { limit: 300, asks: true },
    );
    for (const pod of pods) await counted(pod, used);
    const tops = pods.map((pod) => topOf(pod, 40));
    expect(tops[0]).toEqual(exactly(created, 40));
    expect(tops[1]).toEqual(tops[0]);
    for (const pod of apps.splice(0)) await pod.app.close();
    expect(pods.flatMap(levelsOf).toSorted(([first], [second]) => first - second)).toEqual([
      [0.5, 'counted'],
      [0.7, 'chat'],
    ]);
    const later = await start(quota, path);
    await counted(later, used);
    expect(topOf(later, 40)).toEqual(tops[0]);
  });
});
