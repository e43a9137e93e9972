import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotaAlarm } from '../../src/quota/day/quota-alarm.js';
import { endOfDay, calendarDayOf, startOfDay } from '../../src/quota/day/calendar-day.js';
import { QuotaDay } from '../../src/quota/day/quota-day.js';
import { seededRandom } from '../simulation/seeded-random.js';
import { atHour, DAY, ENDS_AT, MINUTE_MS, shuffled, STARTS_AT, ZONE } from './simulated-day.js';

const LEVELS = [0.7, 0.8, 0.9, 1];
const logOf = (alarms: readonly QuotaAlarm[]) => {
  const log = new QuotaDay(DAY, ZONE, LEVELS);
  for (const alarm of alarms) {
    log.observe(alarm);
    log.countAlarm();
  }
  return log;
};
const alarmAt = (hour: number, used: number, quota = 10_000): QuotaAlarm => ({
  at: atHour(hour),
  used,
  quota,
});

describe('QuotaDay.observe', () => {
  const levelsOf = (...alarms: QuotaAlarm[]) => {
    const log = new QuotaDay(DAY, ZONE, LEVELS);
    return alarms.map((alarm) => {
      const level = log.observe(alarm);
      if (level !== null) log.levels.markEmitted(level);
      return level;
    });
  };

  it('returns a level at every alarm until it is marked as emitted', () => {
    const log = new QuotaDay(DAY, ZONE, LEVELS);
    expect(log.observe(alarmAt(9, 8100))).toBe(0.8);
    expect(log.observe(alarmAt(10, 7100))).toBe(0.8);
    log.levels.markEmitted(0.8);
    expect(log.observe(alarmAt(11, 8100))).toBeNull();
  });

  it('returns each level when it is first reached, and not again', () => {
    expect(
      levelsOf(
        alarmAt(9, 7001),
        alarmAt(10, 7999),
        alarmAt(11, 8000),
        alarmAt(12, 8001),
        alarmAt(13, 9000),
        alarmAt(14, 10_000),
        alarmAt(15, 10_400),
      ),
    ).toEqual([0.7, null, 0.8, null, 0.9, 1, null]);
  });

  it('returns only the highest of several levels that one alarm reaches, and never the skipped ones', () => {
    expect(levelsOf(alarmAt(9, 9100), alarmAt(10, 7500), alarmAt(11, 8500))).toEqual([0.9, null, null]);
  });

  it('does not return a level again when the usage goes down and up', () => {
    expect(levelsOf(alarmAt(9, 8100), alarmAt(10, 7100), alarmAt(11, 8100), alarmAt(12, 9000))).toEqual([
      0.8,
      null,
      null,
      0.9,
    ]);
  });

  it('returns null for a late alarm of a lower level', () => {
    expect(levelsOf(alarmAt(10, 9000), alarmAt(9, 8000))).toEqual([0.9, null]);
  });

  it('returns the level of a late alarm if it is higher', () => {
    expect(levelsOf(alarmAt(10, 7500), alarmAt(9, 9000))).toEqual([0.7, 0.9]);
  });

  it('compares the usage with the limit of the same alarm', () => {
    expect(levelsOf(alarmAt(9, 7500), alarmAt(10, 7600, 8000), alarmAt(11, 7700, 20_000))).toEqual([
      0.7,
      0.9,
      null,
    ]);
  });

  it('returns the highest level for a limit of 0', () => {
    expect(levelsOf(alarmAt(9, 0, 0))).toEqual([1]);
  });

  it('returns null below the lowest level', () => {
    expect(levelsOf(alarmAt(9, 6999))).toEqual([null]);
  });

  it('accepts the first and the last millisecond of the day, and throws for the days around it', () => {
    const log = logOf([]);
    const at = (ms: number) => ({ at: ms, used: 7500, quota: 10_000 });
    expect(log.observe(at(STARTS_AT))).toBe(0.7);
    log.levels.markEmitted(0.7);
    expect(log.observe(at(ENDS_AT - 1))).toBeNull();
    expect(() => log.observe(at(STARTS_AT - 1))).toThrow(RangeError);
    expect(() => log.observe(at(ENDS_AT))).toThrow(RangeError);
    expect(() => log.observe(at(NaN))).toThrow(RangeError);
    expect(log.snapshot(ENDS_AT).history.map((alarm) => alarm.at.getTime())).toEqual([
      STARTS_AT,
      ENDS_AT - 1,
    ]);
  });
});

describe('QuotaDay.exhaustsAt', () => {
  it("equals the snapshot's, and is forecast again after a second", () => {
    const log = logOf([alarmAt(9, 7000), alarmAt(10, 7500)]);
    const now = atHour(10);
    const exact = (at: number) => log.snapshot(at).exhaustsAt?.getTime();
    const before = log.exhaustsAt(now);
    expect(before).toBe(exact(now));
    log.observe({ at: now, used: 9000, quota: 10_000 });
    expect(log.exhaustsAt(now + 999)).toBe(before);
    expect(log.exhaustsAt(now + 1000)).toBe(exact(now + 1000));
    expect(exact(now + 1000)).not.toBe(before);
  });
});

it('the first alarm corrects the count before it, so that the curve has no jump', () => {
  const day = logOf([]);
  const by = { operator: 'a', platform: 'iOS', type: 'Public', network: 'unknown' };
  for (const [nth, hour] of [8, 8.5, 9].entries()) day.counts.add({ at: atHour(hour), group: `${nth}`, by });
  expect(day.snapshot(atHour(9)).history.map(({ used }) => used)).toEqual([1, 2, 3]);
  day.observe(alarmAt(9.5, 7003));
  expect(day.snapshot(atHour(9.5)).history.map(({ used }) => used)).toEqual([7001, 7002, 7003, 7003]);
});

describe('QuotaDay.snapshot', () => {
  it('counts an alarm once, even if it is observed several times', () => {
    const log = logOf([alarmAt(9, 7321)]);
    log.observe(alarmAt(9, 7321));
    expect(log.snapshot(atHour(9)).alarms).toBe(1);
  });

  it('throws before the first alarm', () => {
    expect(() => logOf([]).snapshot(atHour(9))).toThrow(new RangeError(`nothing is known of ${DAY}`));
  });

  it('shows the first alarm without a forecast', () => {
    expect(logOf([alarmAt(9, 7321)]).snapshot(atHour(9))).toEqual({
      day: '2026-11-22',
      timeZone: 'Asia/Shanghai',
      startsAt: new Date('2026-11-22T00:00:00+08:00'),
      endsAt: new Date('2026-11-23T00:00:00+08:00'),
      used: 7321,
      source: 'chat',
      counted: null,
      coverage: null,
      missing: null,
      asOf: null,
      quota: 10_000,
      usage: 0.7321,
      remaining: 2679,
      level: 0.7,
      levels: [
        { level: 0.7, reachedAt: new Date('2026-11-22T09:00:00+08:00') },
        ...[0.8, 0.9, 1].map((level) => ({ level, reachedAt: null })),
      ],
      peak: 7321,
      alarms: 1,
      doubted: 0,
      lastAlarmAt: new Date('2026-11-22T09:00:00+08:00'),
      perHour: null,
      exhaustsAt: null,
      history: [{ at: new Date('2026-11-22T09:00:00+08:00'), used: 7321 }],
    });
  });

  it('shows the earliest time at which each level was reached, in any order of arrival', () => {
    const log = logOf([alarmAt(12, 9300), alarmAt(10, 8100), alarmAt(11, 7900), alarmAt(9, 8000)]);
    expect(log.snapshot(atHour(12)).levels).toEqual([
      { level: 0.7, reachedAt: new Date(atHour(9)) },
      { level: 0.8, reachedAt: new Date(atHour(9)) },
      { level: 0.9, reachedAt: new Date(atHour(12)) },
      { level: 1, reachedAt: null },
    ]);
  });

  it('shows the alarm with the latest EventTime, and the peak and the level of the day', () => {
    const log = logOf([alarmAt(11, 7400, 9000), alarmAt(10, 9200), alarmAt(9, 8000)]);
    expect(log.snapshot(atHour(11))).toMatchObject({
      used: 7400,
      quota: 9000,
      usage: 7400 / 9000,
      remaining: 1600,
      level: 0.9,
      peak: 9200,
      alarms: 3,
      lastAlarmAt: new Date(atHour(11)),
      history: [9, 10, 11].map((hour) => ({ at: new Date(atHour(hour)) })),
    });
  });

  it('shows the forecast for the given time', () => {
    const log = logOf([alarmAt(9, 8000), alarmAt(9.5, 8200), alarmAt(10, 8400)]);
    const soon = log.snapshot(atHour(10));
    expect(soon.perHour).toBeGreaterThan(0);
    expect(soon.exhaustsAt!.getTime()).toBeGreaterThan(atHour(10));
    expect(log.snapshot(atHour(12))).toMatchObject({ perHour: 0, exhaustsAt: null });
  });

  it('has 0 remaining above the limit, and at a limit of 0', () => {
    expect(logOf([alarmAt(9, 10_020)]).snapshot(atHour(9))).toMatchObject({ usage: 1.002, remaining: 0 });
    expect(logOf([alarmAt(9, 4, 0)]).snapshot(atHour(9))).toMatchObject({ usage: 1, remaining: 0 });
  });

  it('has no level below the lowest one', () => {
    expect(logOf([alarmAt(9, 500)]).snapshot(atHour(9))).toMatchObject({ level: null });
  });

  it('is a copy: a reader that changes it does not change the log', () => {
    const log = logOf([alarmAt(9, 8000)]);
    const before = log.snapshot(atHour(10));
    before.history[0]!.at.setTime(0);
    before.history.length = 0;
    before.lastAlarmAt!.setTime(0);
    expect(log.snapshot(atHour(10))).toMatchObject({
      lastAlarmAt: new Date(atHour(9)),
      history: [{ at: new Date(atHour(9)), used: 8000 }],
    });
  });

  it('does not depend on the order of arrival', () => {
    const alarm = fc.record({
      // Few distinct times within ten minutes, so that many alarms share a minute or even a millisecond.
      at: fc.integer({ min: 0, max: 40 }).map((quarter) => atHour(9) + (quarter * MINUTE_MS) / 4),
      used: fc.integer({ min: 7000, max: 7020 }),
      quota: fc.constantFrom(7010, 10_000),
    });
    fc.assert(
      fc.property(fc.array(alarm, { minLength: 1, maxLength: 60 }), fc.integer(), (alarms, seed) => {
        const another = shuffled(alarms, seededRandom(seed));
        expect(logOf(another).snapshot(atHour(9.2))).toEqual(logOf(alarms).snapshot(atHour(9.2)));
      }),
      { seed: 1122, numRuns: 500 },
    );
  });

  it('counts an alarm that arrives twice, and is otherwise the same', () => {
    const alarms = Array.from({ length: 30 }, (_, minute) => alarmAt(9 + minute / 60, 7500 + minute * 7));
    const once = logOf(alarms).snapshot(atHour(10));
    const twice = logOf([...alarms, ...alarms]).snapshot(atHour(10));
    expect(twice).toEqual({ ...once, alarms: 60 });
  });
});

describe('QuotaDay, when the clocks change', () => {
  it.each([
    ['Europe/Berlin', '2026-03-29', 23 * 60],
    ['Europe/Berlin', '2026-10-25', 24 * 60],
    ['Africa/Cairo', '2026-04-24', 23 * 60],
  ])('in %s on %s accepts an alarm in each minute of the day, and keeps %i of them', (zone, day, kept) => {
    const log = new QuotaDay(day, zone, LEVELS);
    const [startsAt, endsAt] = [startOfDay(day, zone), endOfDay(day, zone)];
    for (let at = startsAt; at < endsAt; at += MINUTE_MS) {
      expect(calendarDayOf(at, zone)).toBe(day);
      log.observe({ at, used: 7001, quota: 10_000 });
    }
    const { history } = log.snapshot(endsAt);
    expect(history).toHaveLength(kept);
    expect(history).toEqual(history.toSorted((a, b) => a.at.getTime() - b.at.getTime()));
  });
});
