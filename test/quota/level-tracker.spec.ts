import { describe, expect, it } from 'vitest';
import { usageOf } from '../../src/quota/day/quota-alarm.js';
import { LevelTracker } from '../../src/quota/day/level-tracker.js';

function highestLevel(levels: readonly number[], usage: number): number | null {
  const reached = new LevelTracker(levels);
  expect(reached.reach(usage, 0)).toBe(reached.highest);
  return reached.highest;
}

describe('usageOf', () => {
  it('is the used share of the limit, above 1 if the limit is exceeded', () => {
    expect(usageOf({ used: 7321, quota: 10_000 })).toBe(0.7321);
    expect(usageOf({ used: 10_500, quota: 10_000 })).toBe(1.05);
  });

  it('is 1 if the limit is 0', () => {
    expect(usageOf({ used: 0, quota: 0 })).toBe(1);
    expect(usageOf({ used: 3, quota: 0 })).toBe(1);
  });
});

describe('LevelTracker', () => {
  const levels = [0.7, 0.8, 0.95, 1];

  it.each([
    [0.6999, null],
    [0.7, 0.7],
    [0.7999, 0.7],
    [0.96, 0.95],
    [1, 1],
    [1.2, 1],
  ])('with 0.7, 0.8, 0.95 and 1, a usage of %d reaches %j', (usage, level) => {
    expect(highestLevel(levels, usage)).toBe(level);
  });

  it('reaches a level at exactly its number of groups, for any limit', () => {
    for (const quota of [10, 90, 110, 3000, 10_000, 123_450]) {
      for (const level of [0.7, 0.8, 0.9, 1]) {
        const groups = Math.round(level * quota);
        expect(highestLevel([level], usageOf({ used: groups, quota }))).toBe(level);
        expect(highestLevel([level], usageOf({ used: groups - 1, quota }))).toBeNull();
      }
    }
  });

  it('reaches null without levels', () => {
    expect(highestLevel([], 1)).toBeNull();
  });
});
