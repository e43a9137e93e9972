import { expect, it } from 'vitest';
import { TrustedLimits } from '../../src/quota/day/trusted-limits.js';

const alarm = (at: number, quota: number) => ({ at, used: 7500, quota });

it('the first limit is trusted, and another one when a second alarm has it', () => {
  const limits = new TrustedLimits();
  expect(limits.accept(alarm(1, 10_000))).toEqual([alarm(1, 10_000)]);
  expect(limits.accept(alarm(2, 9000))).toEqual([]);
  expect(limits.accept(alarm(3, 9000))).toEqual([alarm(2, 9000), alarm(3, 9000)]);
  expect(limits.accept(alarm(4, 10_000))).toEqual([alarm(4, 10_000)]);
});

it('an alarm that is delivered again does not confirm itself', () => {
  const limits = new TrustedLimits();
  limits.trust(10_000);
  expect(limits.accept(alarm(2, 9000))).toEqual([]);
  expect(limits.accept(alarm(2, 9000))).toEqual([]);
});

it('only the latest ten limits are kept, and the one in use is among them', () => {
  const limits = new TrustedLimits();
  for (let quota = 1; quota <= 20; quota += 1) {
    limits.trust(quota);
    expect(limits.accept(alarm(quota, 1))).toEqual([alarm(quota, 1)]);
  }
  expect(limits.accept(alarm(30, 20))).toEqual([alarm(30, 20)]);
  expect(limits.accept(alarm(31, 2))).toEqual([]);
});
