import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { HeavyHitters } from '../../src/quota/day/heavy-hitters.js';
import { seededRandom } from '../simulation/seeded-random.js';

const MINUTE_MS = 60_000;

/** Counts every key exactly. */
function exactCounts(keys: readonly string[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const key of keys) counts.set(key, (counts.get(key) ?? 0) + 1);
  return counts;
}

function hittersOf(keys: readonly string[]): HeavyHitters {
  const hitters = new HeavyHitters();
  for (const key of keys) hitters.create(key, 0);
  return hitters;
}

describe('HeavyHitters', () => {
  it('counts up to 1,000 keys exactly', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 0, max: 999 })), (numbers) => {
        const keys = numbers.map(String);
        const hitters = hittersOf(keys);
        const exact = exactCounts(keys);
        for (const [key, count] of exact) expect(hitters.createdBy(key)).toBe(count);
        const top = hitters.top(Infinity, 0).map(({ key, created }) => [key, created]);
        expect(new Map(top as [string, number][])).toEqual(exact);
      }),
    );
  });

  it.each([1, 2, 3])('is never too high, and too low by at most a thousandth of all (seed %i)', (seed) => {
    const random = seededRandom(seed);
    // A few keys are frequent, and thousands are rare.
    const keys = Array.from({ length: 100_000 }, () => `user_${Math.floor(20_000 * random() ** 6)}`);
    const exact = exactCounts(keys);
    const hitters = hittersOf(keys);
    const kept = new Set(hitters.top(Infinity, 0).map(({ key }) => key));
    expect(kept.size).toBe(1000);
    const wrong = [...exact].filter(([key, count]) => {
      const tooLow = count - hitters.createdBy(key);
      const isMissed = count > keys.length / 1000 && !kept.has(key);
      return tooLow < 0 || tooLow > keys.length / 1000 || isMissed;
    });
    expect(wrong).toEqual([]);
    const [most] = [...exact].toSorted(([, one], [, other]) => other - one);
    expect(hitters.top(1, 0)[0]).toMatchObject({ key: most![0] });
  });

  it('keeps 1,000 of a million accounts, among them the one that creates many groups', () => {
    const hitters = new HeavyHitters();
    for (let nth = 0; nth < 1_000_000; nth += 1) {
      hitters.create(`stranger_${nth}`, nth);
      if (nth % 100 === 0) hitters.create('bot', nth);
    }
    const top = hitters.top(Infinity, 1_000_000);
    expect(top).toHaveLength(1000);
    expect(top[0]).toMatchObject({ key: 'bot' });
    expect(top[0]!.created).toBeGreaterThan(10_000 - 1_010);
    expect(top[0]!.created).toBeLessThanOrEqual(10_000);
  });

  it('knows the creations of the last hour, and what was dissolved', () => {
    const hitters = new HeavyHitters();
    for (let minute = 0; minute < 120; minute += 1) hitters.create('a', minute * MINUTE_MS);
    hitters.dissolve('a');
    hitters.dissolve('unknown');
    expect(hitters.top(5, 120 * MINUTE_MS - 1)).toEqual([{ key: 'a', created: 120, net: 119, lastHour: 60 }]);
    expect(hitters.top(5, 1000 * MINUTE_MS)).toEqual([{ key: 'a', created: 120, net: 119, lastHour: 0 }]);
  });
});
