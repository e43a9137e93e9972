import { describe, expect, it } from 'vitest';
import type { QuotaAlarm } from '../../src/quota/day/quota-alarm.js';
import { calendarDayOf } from '../../src/quota/day/calendar-day.js';
import { QuotaDay } from '../../src/quota/day/quota-day.js';
import { seededRandom } from '../simulation/seeded-random.js';
import {
  atHour,
  DAY,
  ENDS_AT,
  HOUR_MS,
  MINUTE_MS,
  shuffled,
  simulateDay,
  ZONE,
  type SimulatedDay,
} from './simulated-day.js';

const LEVELS = [0.8, 0.9, 1];

/** Returns the snapshot of the alarms until a time. */
function snapshotAt(day: SimulatedDay, now: number) {
  const log = new QuotaDay(DAY, ZONE, LEVELS);
  for (const alarm of day.alarms) if (alarm.at <= now) log.observe(alarm);
  return log.snapshot(now);
}

/** Returns the level that an alarm makes the watch emit. */
function emittedAt(log: QuotaDay, alarm: QuotaAlarm): number[] {
  const level = log.observe(alarm);
  log.countAlarm();
  if (level === null) return [];
  log.levels.markEmitted(level);
  return [level];
}

/** Returns when `used` first reaches a number of groups, in ms since the epoch. */
const reaches = (day: SimulatedDay, used: number) => day.alarms.find((alarm) => alarm.used >= used)!.at;

/** Returns the relative error of the forecast time left: 0.1 for 66 or 54 minutes instead of 60. */
function errorOfTimeLeft(day: SimulatedDay, now: number): number {
  const forecastMs = snapshotAt(day, now).exhaustsAt!.getTime() - now;
  return Math.abs(forecastMs / (day.exhaustedAt! - now) - 1);
}

const bell = (hour: number, middle: number, width: number) => Math.exp(-(((hour - middle) / width) ** 2) / 2);

describe.each([1, 2, 3, 4, 5])('a day of steady growth (seed %i)', (seed) => {
  const day = simulateDay({ quota: 10_000, created: () => 500, seed });

  it('forecasts the time left within 15 %, from half an hour after the first alarm until an hour before the end', () => {
    for (
      let now = day.alarms[0]!.at + 30 * MINUTE_MS;
      now < day.exhaustedAt! - HOUR_MS;
      now += 10 * MINUTE_MS
    ) {
      expect(errorOfTimeLeft(day, now)).toBeLessThan(0.15);
    }
  });

  it('estimates the pace within 20 % at a usage of 90 %', () => {
    const pace = snapshotAt(day, reaches(day, 9000)).perHour!;
    expect(Math.abs(pace / 500 - 1)).toBeLessThan(0.2);
  });
});

describe.each([1, 2, 3, 4, 5])('a day whose morning rush uses the limit up (seed %i)', (seed) => {
  const day = simulateDay({
    quota: 10_000,
    created: (hour) => 100 + 3600 * bell(hour, 9.5, 1.2),
    seed,
  });

  it('forecasts the end within 12 minutes at 80 % and within 8 minutes at 90 %', () => {
    const errorMs = (used: number) =>
      Math.abs(snapshotAt(day, reaches(day, used)).exhaustsAt!.getTime() - day.exhaustedAt!);
    expect(errorMs(8000)).toBeLessThan(12 * MINUTE_MS);
    expect(errorMs(9000)).toBeLessThan(8 * MINUTE_MS);
  });
});

describe('a day whose morning rush ends before the limit', () => {
  const day = simulateDay({ quota: 10_000, created: (hour) => 20 + 3000 * bell(hour, 9.5, 1.2) });

  it('forecasts an end during the rush, and none in the afternoon', () => {
    expect(snapshotAt(day, atHour(11)).exhaustsAt).not.toBeNull();
    expect(snapshotAt(day, atHour(15)).exhaustsAt).toBeNull();
    expect(day.exhaustedAt).toBeNull();
  });
});

describe('a day with a burst, then silence', () => {
  const day = simulateDay({
    quota: 10_000,
    created: (hour) => (hour < 10 ? 650 : hour < 11 ? 2500 : 0),
  });

  it('forecasts an end during the burst', () => {
    const { perHour, exhaustsAt } = snapshotAt(day, atHour(11));
    expect(Math.abs(perHour! / 2500 - 1)).toBeLessThan(0.1);
    expect(exhaustsAt!.getTime()).toBeLessThan(atHour(12));
  });

  it('forecasts no end two quiet hours later', () => {
    expect(snapshotAt(day, atHour(13))).toMatchObject({ perHour: 0, exhaustsAt: null });
  });
});

describe('a day with an import of 500 groups in one minute', () => {
  const day = simulateDay({
    quota: 10_000,
    created: (hour) => (hour >= 12 && hour < 12 + 1 / 60 ? 30_000 : hour < 10 ? 750 : 200),
  });

  it.each([12.05, 12.15, 12.9, 13.5])('keeps the estimated pace within 50 % at %f h', (hour) => {
    expect(Math.abs(snapshotAt(day, atHour(hour)).perHour! / 200 - 1)).toBeLessThan(0.5);
  });
});

describe('a day with more groups dissolved than created after noon', () => {
  const day = simulateDay({
    quota: 10_000,
    created: (hour) => (hour < 12 ? 720 : 100),
    dissolved: (hour) => (hour < 12 ? 0 : 300),
  });

  it('estimates the negative pace within 20 %, and forecasts no end', () => {
    for (const hour of [14, 15, 16, 17]) {
      const { perHour, exhaustsAt } = snapshotAt(day, atHour(hour));
      expect(Math.abs(perHour! / -200 - 1)).toBeLessThan(0.2);
      expect(exhaustsAt).toBeNull();
    }
  });

  it('keeps its peak and its level', () => {
    const evening = snapshotAt(day, atHour(18));
    expect(evening.level).toBe(0.8);
    expect(evening.peak).toBe(Math.max(...day.alarms.map((alarm) => alarm.used)));
    expect(evening.used).toBeLessThan(8000);
  });
});

describe('a storm of alarms', () => {
  const storm = simulateDay({ quota: 5000, created: () => 4320 });

  it('of 100,000 in a day leaves one observation per minute', () => {
    expect(storm.alarms.length).toBeGreaterThan(98_000);
    const random = seededRandom(7);
    const log = new QuotaDay(DAY, ZONE, LEVELS);
    const levels = shuffled(storm.alarms, random).flatMap((alarm) => emittedAt(log, alarm));
    expect(levels).toEqual([1]);
    const { history, alarms, used } = log.snapshot(ENDS_AT - 1);
    expect(alarms).toBe(storm.alarms.length);
    expect(used).toBe(storm.alarms.at(-1)!.used);
    expect(history.length).toBeLessThanOrEqual(1440);
    expect(new Set(history.map(({ at }) => Math.floor(at.getTime() / MINUTE_MS))).size).toBe(history.length);
  });

  it('emits three levels if it arrives in order', () => {
    const log = new QuotaDay(DAY, ZONE, LEVELS);
    expect(storm.alarms.flatMap((alarm) => emittedAt(log, alarm))).toEqual(LEVELS);
  });
});

describe('two days in a row', () => {
  it("have two logs: yesterday's late alarms do not change today's", () => {
    const yesterday: QuotaAlarm = { at: atHour(0) - 1, used: 9900, quota: 10_000 };
    const today: QuotaAlarm = { at: atHour(0) + 1, used: 7100, quota: 10_000 };
    const logs = new Map<string, QuotaDay>();
    for (const alarm of [today, yesterday]) {
      const name = calendarDayOf(alarm.at, ZONE);
      const log = logs.get(name) ?? new QuotaDay(name, ZONE, LEVELS);
      log.observe(alarm);
      log.countAlarm();
      logs.set(name, log);
    }
    expect(logs.get(DAY)!.snapshot(atHour(1))).toMatchObject({
      used: 7100,
      peak: 7100,
      level: null,
      alarms: 1,
    });
    expect(logs.get('2026-11-21')!.snapshot(atHour(1))).toMatchObject({ used: 9900, level: 0.9, alarms: 1 });
  });
});
