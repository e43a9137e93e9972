import { describe, expect, it, vi } from 'vitest';
import type { ConsoleOverview } from '../../src/console/index.js';
import { QuotaWatch } from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { ADAPTERS, SDK_APP_ID, TOKEN } from '../support/create-test-app.js';
import { createConsoleApp, type ConsoleApp } from './create-console-app.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const HOUR_MS = 3_600_000;

const overviewOf = async (test: ConsoleApp) =>
  (await test.get('/api/overview')).json as unknown as ConsoleOverview;

/** A time zone where it is past noon: there all of the alarms are of today, and minutes apart, whenever the test runs. */
function dayAtNoon(now: number): { timeZone: string; begins: number } {
  const hoursBehind = (Math.floor(now / HOUR_MS) % 24) - 12;
  const timeZone = `Etc/GMT${hoursBehind < 0 ? '-' : '+'}${Math.abs(hoursBehind)}`;
  return { timeZone, begins: now - (now % HOUR_MS) - 12 * HOUR_MS };
}

describe.each(ADAPTERS)('the overview on %s', (adapter) => {
  it('shows what each registration is, holds and refuses', async () => {
    const before = Date.now();
    const test = await createConsoleApp({ adapter });
    await test.callback({ token: 'a-guess' });
    await test.callback({ token: 'a-guess' });
    await test.callback({ sdkAppId: 1400000009 });
    const overview = await overviewOf(test);
    expect(overview).toEqual({
      access: 'operate',
      bodies: 'hidden',
      now: expect.any(Number),
      registrations: [
        {
          name: 'default',
          delivery: 'in process',
          durable: false,
          stats: { pending: 0, dead: 0, running: 0, oldestPendingAt: null },
          store: { state: 'up', since: expect.any(Number) },
          rejected: expect.any(Object),
          quota: [],
          rooms: [],
          handlers: expect.any(Array),
          watchedSince: expect.any(Number),
        },
      ],
    });
    expect(JSON.stringify(overview)).not.toContain(TOKEN);
    const { rejected, store } = overview.registrations[0]!;
    expect(Object.values(rejected).toSorted((a, b) => a - b)).toEqual([1, 2]);
    expect(store.since).toBeGreaterThanOrEqual(before);
    expect(store.since).toBeLessThanOrEqual(overview.now);
  });

  it('shows the state of the quota day of each app', async () => {
    const now = Date.now();
    const { timeZone, begins } = dayAtNoon(now);
    const test = await createConsoleApp({ adapter, options: { quota: { timeZone } } });
    const times = [0, 1, 2].map((nth) => begins + Math.floor(((now - begins) * (nth + 1)) / 4));
    for (const [nth, used] of [7000, 7900, 8300].entries()) {
      await test.callback({
        body: { ...sampleCallback(ALARM), Quota: 10_000, QuotaUsed: used, EventTime: times[nth] },
      });
    }
    const watch = test.app.get(QuotaWatch, { strict: false });
    await vi.waitFor(() => expect(watch.snapshot(SDK_APP_ID)?.alarms).toBe(3));
    const [day] = (await overviewOf(test)).registrations[0]!.quota;
    expect(day).toMatchObject({
      sdkAppId: SDK_APP_ID,
      day: new Date(begins + 12 * HOUR_MS).toLocaleDateString('sv', { timeZone }),
      begins,
      ends: begins + 24 * HOUR_MS,
      timeZone,
      used: 8300,
      quota: 10_000,
      remaining: 1700,
      levels: [
        { share: 0.7, reachedAt: times[0] },
        { share: 0.8, reachedAt: times[2] },
        { share: 0.9, reachedAt: null },
        { share: 1, reachedAt: null },
      ],
      curve: [7000, 7900, 8300].map((used, nth) => [times[nth], used]),
    });
    expect(day!.exhaustsAt === null || day!.exhaustsAt % 60_000 === 0).toBe(true);
    expect(day!.perHour === null || Number.isInteger(day!.perHour)).toBe(true);
  });
});
