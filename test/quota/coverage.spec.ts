import { describe, expect, it } from 'vitest';
import { coverageOf } from '../../src/quota/day/coverage.js';
import { GrowthCurve } from '../../src/quota/day/growth-curve.js';
import type { QuotaAlarm } from '../../src/quota/day/quota-alarm.js';
import { seededRandom } from '../simulation/seeded-random.js';
import { atHour, ENDS_AT, MINUTE_MS, simulateDay, STARTS_AT } from './simulated-day.js';

const day = simulateDay({ quota: 10_000, created: () => 480 });

/** The last alarm of each minute, as the history keeps them. */
const alarms = [...new Map(day.alarms.map((alarm) => [Math.floor(alarm.at / MINUTE_MS), alarm])).values()];

/** Counts the creations behind the alarms, of which some may be lost. */
function curveOf(all: readonly QuotaAlarm[], isLost: (alarm: QuotaAlarm) => boolean): GrowthCurve {
  const curve = new GrowthCurve(STARTS_AT, ENDS_AT);
  for (const alarm of all) if (!isLost(alarm)) curve.add(alarm.at, 1);
  return curve;
}

describe('coverageOf', () => {
  it('is 1 if every creation arrives', () => {
    const coverage = coverageOf(
      alarms,
      curveOf(day.alarms, () => false),
      ENDS_AT + MINUTE_MS,
    );
    expect(coverage!.share).toBeCloseTo(1, 2);
    expect(coverage).toMatchObject({ since: null });
  });

  it.each([0.5, 0.1])('is what arrives, if %f of all are lost', (lost) => {
    const random = seededRandom(5);
    const coverage = coverageOf(
      alarms,
      curveOf(day.alarms, () => random() < lost),
      ENDS_AT + MINUTE_MS,
    );
    expect(Math.abs(coverage!.share - (1 - lost))).toBeLessThan(0.03);
    expect(coverage!.missing / (lost * (day.alarms.at(-1)!.used - day.alarms[0]!.used))).toBeCloseTo(1, 0);
    expect(coverage!.since).not.toBeNull();
  });

  it('says since when creations are lost', () => {
    const coverage = coverageOf(
      alarms,
      curveOf(day.alarms, ({ at }) => at > atHour(20)),
      ENDS_AT + MINUTE_MS,
    );
    expect(coverage!.since!).toBeGreaterThan(atHour(19.5));
    expect(coverage!.since!).toBeLessThanOrEqual(atHour(20));
  });

  it('is not known before 100 groups, and a minute later', () => {
    const curve = curveOf(day.alarms, () => false);
    const at = alarms.findIndex(({ used }) => used >= alarms[0]!.used + 100);
    expect(coverageOf(alarms.slice(0, at), curve, ENDS_AT + MINUTE_MS)).toBeNull();
    expect(coverageOf(alarms, curve, alarms[at]!.at + MINUTE_MS - 1)).toBeNull();
    expect(coverageOf(alarms, curve, alarms[at]!.at + MINUTE_MS)).not.toBeNull();
    expect(coverageOf([], curve, ENDS_AT)).toBeNull();
  });
});
