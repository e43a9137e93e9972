import { describe, expect, it } from 'vitest';
import {
  remember,
  rememberedAlarms,
  type QuotaAlarm,
  type UsageHistory,
} from '../../src/quota/usage-history.js';
import { ENDS_AT, MINUTE_MS, STARTS_AT } from './simulated-day.js';

const alarm = (minute: number, used: number, quota = 10_000): QuotaAlarm => ({
  at: STARTS_AT + minute * MINUTE_MS,
  used,
  quota,
});

const remembered = (...alarms: QuotaAlarm[]) => {
  const history: UsageHistory = [];
  for (const each of alarms) remember(history, each, { startsAt: STARTS_AT, endsAt: ENDS_AT });
  return rememberedAlarms(history);
};

describe('the usage history', () => {
  it('is empty at first', () => {
    expect(remembered()).toEqual([]);
  });

  it('is sorted by time, however the alarms arrive', () => {
    const [first, second, third, fourth] = [
      alarm(0, 7001),
      alarm(1, 7002),
      alarm(600, 7003),
      alarm(1439, 7004),
    ];
    expect(remembered(third, first, fourth, second)).toEqual([first, second, third, fourth]);
  });

  it('keeps the latest of a minute, even if it arrives first or tells of fewer groups', () => {
    expect(remembered(alarm(5.1, 7001), alarm(5.9, 7003), alarm(5.5, 7002))).toEqual([alarm(5.9, 7003)]);
    expect(remembered(alarm(5.9, 7001), alarm(5.1, 7003))).toEqual([alarm(5.9, 7001)]);
  });

  it('goes by the minutes of the day', () => {
    expect(remembered(alarm(5.99, 7001), alarm(6, 7002))).toHaveLength(2);
  });

  it.each([
    ['more groups', alarm(5, 7002), alarm(5, 7001)],
    ['the lower limit', alarm(5, 7001, 9000), alarm(5, 7001, 10_000)],
  ])('keeps the alarm of %s of two of the same millisecond', (_what, fuller, other) => {
    expect(remembered(fuller, other)).toEqual([fuller]);
    expect(remembered(other, fuller)).toEqual([fuller]);
  });
});
