import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { forecast } from '../../src/quota/day/forecast.js';
import { atHour, ENDS_AT, HOUR_MS, MINUTE_MS, STARTS_AT } from './simulated-day.js';

/** Makes one observation per minute from one hour of the day to another; `used` starts with `from` and grows evenly. */
const growing = (begin: number, end: number, from: number, perHour: number) =>
  Array.from({ length: Math.round((end - begin) * 60) + 1 }, (_, minute) => ({
    at: atHour(begin) + minute * MINUTE_MS,
    used: from + Math.round((minute * perHour) / 60),
  }));

const limitAt = (hour: number, quota = 10_000) => ({ quota, now: atHour(hour), endsAt: ENDS_AT });

describe('forecast', () => {
  it('returns the pace of an even growth, and when it reaches the limit', () => {
    const outlook = forecast(growing(12, 14, 7200, 600), limitAt(14));
    expect(outlook?.perHour).toBeCloseTo(600, 0);
    expect(outlook?.exhaustsAt?.getTime()).toBeCloseTo(atHour(14 + 1600 / 600), -5);
  });

  it('needs only two observations', () => {
    const two = [
      { at: atHour(12), used: 7200 },
      { at: atHour(13), used: 7800 },
    ];
    expect(forecast(two, limitAt(13))?.perHour).toBeCloseTo(600, 6);
    expect(forecast(two, limitAt(13, 8100))?.exhaustsAt?.getTime()).toBeCloseTo(atHour(13.5), -1);
  });

  it('returns a negative pace and no time if more groups are dissolved than created', () => {
    const outlook = forecast(growing(12, 14, 9000, -240), limitAt(14));
    expect(outlook?.perHour).toBeCloseTo(-240, 0);
    expect(outlook?.exhaustsAt).toBeNull();
  });

  it('returns a pace of 0 and no time without growth', () => {
    expect(forecast(growing(12, 14, 9000, 0), limitAt(14))).toEqual({ perHour: 0, exhaustsAt: null });
  });

  describe('is null while the pace is not known', () => {
    it('without observations', () => {
      expect(forecast([], limitAt(12))).toBeNull();
    });

    it('after one observation, even long after it', () => {
      const first = [{ at: atHour(12), used: 7001 }];
      expect(forecast(first, limitAt(12))).toBeNull();
      expect(forecast(first, limitAt(20))).toBeNull();
    });

    it('until the observations span five minutes', () => {
      const ofSpan = (ms: number) => [
        { at: atHour(12), used: 7001 },
        { at: atHour(12) + ms, used: 7050 },
      ];
      expect(forecast(ofSpan(59_000), limitAt(13))).toBeNull();
      expect(forecast(ofSpan(5 * MINUTE_MS - 1), limitAt(13))).toBeNull();
      expect(forecast(ofSpan(5 * MINUTE_MS), limitAt(13))).not.toBeNull();
    });
  });

  describe('treats silence as no growth', () => {
    const burst = growing(10, 11, 7000, 2400);

    it('so that the pace only falls while the silence lasts', () => {
      const paces = [0, 10, 20, 30, 40, 44].map(
        (minutes) => forecast(burst, limitAt(11 + minutes / 60))!.perHour,
      );
      expect(paces).toEqual(paces.toSorted((a, b) => b - a));
      expect(paces[0]).toBeCloseTo(2400, -1);
      expect(paces[3]).toBeLessThan(1300);
      expect(paces[5]).toBe(0);
    });

    it('so that a burst is forgotten after two quiet hours', () => {
      expect(forecast(burst, limitAt(13))).toEqual({ perHour: 0, exhaustsAt: null });
    });

    it('but not the silence after the end of the day', () => {
      const untilMidnight = growing(22, 23.98, 7000, 600);
      expect(forecast(untilMidnight, limitAt(30))?.perHour).toBeCloseTo(600, -1);
      expect(forecast(untilMidnight, limitAt(30))?.exhaustsAt).toBeNull();
    });
  });

  it('hardly changes for a jump that has just happened or is most of an hour ago', () => {
    const jumpAt = (hour: number) =>
      growing(11, 14, 7000, 300).map(({ at, used }) => ({ at, used: at < atHour(hour) ? used : used + 800 }));
    for (const minutes of [0, 5, 10, 50, 55, 60, 90]) {
      const { perHour } = forecast(jumpAt(14 - minutes / 60), limitAt(14))!;
      expect(perHour, `${minutes} minutes after the jump`).toBeGreaterThan(295);
      expect(perHour, `${minutes} minutes after the jump`).toBeLessThan(450);
    }
  });

  it('counts a jump in the middle of the hour about as much as an average does', () => {
    const jump = growing(11, 14, 7000, 300).map(({ at, used }) => ({
      at,
      used: at < atHour(13.5) ? used : used + 800,
    }));
    expect(forecast(jump, limitAt(14))!.perHour).toBeLessThan(1.1 * (300 + 800));
  });

  it('uses the last hour', () => {
    const slowThenFast = [...growing(8, 12, 7000, 60), ...growing(12 + 1 / 60, 13, 7250, 1200)];
    expect(forecast(slowThenFast, limitAt(13.02))?.perHour).toBeCloseTo(1200, -2);
  });

  it('weighs a minute with many observations like any other', () => {
    const even = growing(12, 14, 7000, 600);
    const crowded = even.flatMap(({ at, used }) =>
      at === atHour(13.5) ? Array.from({ length: 500 }, (_, ms) => ({ at: at + ms, used })) : [{ at, used }],
    );
    expect(forecast(crowded, limitAt(14))).toEqual(forecast(even, limitAt(14)));
  });

  describe('exhaustsAt', () => {
    const history = growing(20, 22, 7200, 600);

    it('is null if it would be after the end of the day, and only then', () => {
      expect(forecast(history, limitAt(22, 9500))?.exhaustsAt).not.toBeNull();
      expect(forecast(history, limitAt(22, 9700))?.exhaustsAt).toBeNull();
    });

    it.each([8400, 8000, 0])('is null if the limit of %i is already reached', (quota) => {
      expect(forecast(history, limitAt(22, quota))?.exhaustsAt).toBeNull();
    });

    it('is after the last observation, even if our clock is behind it', () => {
      const outlook = forecast(history, { ...limitAt(21.9), quota: 8401 });
      expect(outlook!.exhaustsAt!.getTime()).toBeGreaterThan(atHour(22));
    });

    it('is after now at any pace', () => {
      const fast = growing(12, 13, 0, 8e15);
      const quota = fast.at(-1)!.used + 1;
      expect(forecast(fast, limitAt(13, quota))!.exhaustsAt!.getTime()).toBe(atHour(13) + 1);
    });

    it('is null, or after now and within the day, for any observations', () => {
      const observation = fc.record({
        at: fc.integer({ min: STARTS_AT, max: ENDS_AT - 1 }),
        used: fc.integer({ min: 0, max: 12_000 }),
      });
      const histories = fc
        .uniqueArray(observation, { selector: ({ at }) => at, maxLength: 40 })
        .map((observations) => observations.toSorted((a, b) => a.at - b.at));
      const now = fc.integer({ min: STARTS_AT - HOUR_MS, max: ENDS_AT + HOUR_MS });
      fc.assert(
        fc.property(histories, now, fc.integer({ min: 0, max: 20_000 }), (observations, at, quota) => {
          const outlook = forecast(observations, { quota, now: at, endsAt: ENDS_AT });
          if (outlook === null) return;
          expect(Number.isFinite(outlook.perHour)).toBe(true);
          if (outlook.exhaustsAt === null) return;
          expect(outlook.exhaustsAt.getTime()).toBeGreaterThan(at);
          expect(outlook.exhaustsAt.getTime()).toBeLessThanOrEqual(ENDS_AT);
        }),
        { seed: 1122, numRuns: 1000, interruptAfterTimeLimit: 5000 },
      );
    });
  });
});
