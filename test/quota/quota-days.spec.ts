import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calendarDayOf } from '../../src/quota/day/calendar-day.js';
import { QuotaDays } from '../../src/quota/quota-days.js';

const HOUR_MS = 3_600_000;

/** In Santiago, summer time begins at midnight of the 6th: that day has no first hour. */
const ZONES = { 'Asia/Shanghai': '2026-11-22T00:00+08:00', 'America/Santiago': '2026-09-06T01:00-03:00' };

describe.each(Object.entries(ZONES))('QuotaDays in %s', (timeZone, midnight) => {
  const moment = fc
    .tuple(fc.constantFrom(-48, -25, -24, -23, -1, 0, 1, 23, 24, 48), fc.integer({ min: -1, max: 1 }))
    .map(([hours, ms]) => Date.parse(midnight) + hours * HOUR_MS + ms);

  it('puts each alarm into its calendar day, in any order of arrival', () => {
    fc.assert(
      fc.property(fc.array(moment), (moments) => {
        const days = new QuotaDays({ timeZone, levels: [0.7] });
        let latestThree = new Set<string>();
        for (const at of moments) {
          const day = calendarDayOf(at, timeZone);
          const known = days.find(1, day);
          const log = days.dayAt(1, at);
          expect(days.find(1, day)).toBe(log);
          if (known !== undefined) expect(log).toBe(known);
          // A day before the three latest ones has no log.
          if (log === undefined) expect([...latestThree].every((later) => later > day)).toBe(true);
          else expect(log.name).toBe(day);
          latestThree = new Set([...latestThree.add(day)].toSorted().slice(-3));
        }
      }),
    );
  });
});
