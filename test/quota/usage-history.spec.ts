import { describe, expect, it } from 'vitest';
import type { QuotaAlarm } from '../../src/quota/day/quota-alarm.js';
import { UsageHistory } from '../../src/quota/day/usage-history.js';
import { ENDS_AT, MINUTE_MS, STARTS_AT } from './simulated-day.js';

const alarm = (minute: number, used: number, quota = 10_000): QuotaAlarm => ({
  at: STARTS_AT + minute * MINUTE_MS,
  used,
  quota,
});

const kept = (...alarms: QuotaAlarm[]) => {
  const history = new UsageHistory(STARTS_AT, ENDS_AT);
  for (const each of alarms) history.add(each);
  return history.alarms;
};

describe('UsageHistory', () => {
  it('is empty at first', () => {
    expect(kept()).toEqual([]);
  });

  it('is sorted by time, in any order of arrival', () => {
    const [first, second, third, fourth] = [
      alarm(0, 7001),
      alarm(1, 7002),
      alarm(600, 7003),
      alarm(1439, 7004),
    ];
    expect(kept(third, first, fourth, second)).toEqual([first, second, third, fourth]);
  });

  it('keeps the latest alarm of a minute, even if it arrives first or reports fewer groups', () => {
    expect(kept(alarm(5.1, 7001), alarm(5.9, 7003), alarm(5.5, 7002))).toEqual([alarm(5.9, 7003)]);
    expect(kept(alarm(5.9, 7001), alarm(5.1, 7003))).toEqual([alarm(5.9, 7001)]);
  });

  it('counts minutes from the start of the day', () => {
    expect(kept(alarm(5.99, 7001), alarm(6, 7002))).toHaveLength(2);
  });

  it.each([
    ['more groups', alarm(5, 7002), alarm(5, 7001)],
    ['the lower limit', alarm(5, 7001, 9000), alarm(5, 7001, 10_000)],
  ])('keeps, of two alarms of the same millisecond, the one with %s', (_what, fuller, other) => {
    expect(kept(fuller, other)).toEqual([fuller]);
    expect(kept(other, fuller)).toEqual([fuller]);
  });
});
