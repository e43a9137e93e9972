import { describe, expect, it } from 'vitest';
import { GrowthCurve } from '../../src/quota/day/growth-curve.js';
import { spikeOf } from '../../src/quota/day/spike.js';
import { seededRandom } from '../simulation/seeded-random.js';
import { drawPoisson } from './simulated-day.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const STARTS_AT = Date.parse('2026-11-22T00:00:00+08:00');
const ENDS_AT = STARTS_AT + 24 * HOUR_MS;
const LIMIT = 10_000;

/**
 * Plays a day minute by minute.
 *
 * @param perHour pace at an hour of the day
 * @returns the hours at which a spike is found
 */
function spikesOf(perHour: (hour: number) => number, random: () => number): number[] {
  const curve = new GrowthCurve(STARTS_AT, ENDS_AT);
  const spikes: number[] = [];
  let used = 0;
  for (let at = STARTS_AT; at < ENDS_AT; at += MINUTE_MS) {
    const hour = (at - STARTS_AT) / HOUR_MS;
    const created = drawPoisson(perHour(hour) / 60, random);
    for (let nth = 0; nth < created; nth += 1) curve.add(at + (nth / created) * MINUTE_MS, 1);
    used += created;
    const now = at + MINUTE_MS - 1;
    const remaining = LIMIT - used;
    if (spikeOf(curve, { remaining, startsAt: STARTS_AT, endsAt: ENDS_AT, now })) spikes.push(hour);
  }
  return spikes;
}

const bell = (hour: number, middle: number, width: number) => Math.exp(-(((hour - middle) / width) ** 2) / 2);

describe('spikeOf', () => {
  it('finds none in a year of ordinary days: quiet nights, rushes in the morning and the evening, busy Mondays', () => {
    const random = seededRandom(365);
    for (let day = 0; day < 365; day += 1) {
      const size = (day % 7 === 0 ? 1.6 : 1) * (0.5 + random());
      const [morning, evening] = [9 + random(), 19 + 2 * random()];
      const pace = (hour: number) =>
        size * (15 + 900 * bell(hour, morning, 1.2) + 700 * bell(hour, evening, 1.5));
      expect(spikesOf(pace, random)).toEqual([]);
    }
  });

  it('finds none in a year with a job that creates 100 groups each hour', () => {
    const random = seededRandom(365);
    for (let day = 0; day < 365; day += 1) {
      const minute = Math.floor(random() * 60);
      const job = (hour: number) => (Math.round(hour * 60) % 60 === minute ? 100 * 60 : 0);
      expect(spikesOf((hour) => 15 + 100 * bell(hour, 9.5, 1.2) + job(hour), random)).toEqual([]);
    }
  });

  it.each([3, 9.5, 14, 21])('finds a bot that creates 2,000 groups in ten minutes at %f h', (begins) => {
    const random = seededRandom(7);
    const bot = (hour: number) => (hour >= begins && hour < begins + 1 / 6 ? 12_000 : 0);
    const ordinary = (hour: number) => 15 + 300 * bell(hour, 9.5, 1.2);
    const [first] = spikesOf((hour) => ordinary(hour) + bot(hour), random);
    expect(first).toBeGreaterThanOrEqual(begins);
    expect(first).toBeLessThan(begins + 1 / 6);
  });

  it('finds none if the pace does not reach the limit', () => {
    const burst = (hour: number) => (hour >= 23 && hour < 23.1 ? 3000 : 20);
    expect(spikesOf(burst, seededRandom(1))).toEqual([]);
  });
});
