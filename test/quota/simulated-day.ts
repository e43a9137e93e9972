import type { QuotaAlarm } from '../../src/quota/day/quota-alarm.js';
import { seededRandom } from '../simulation/seeded-random.js';

export const SECOND_MS = 1000;
export const MINUTE_MS = 60_000;
export const HOUR_MS = 3_600_000;

/** The simulated day: 22 November 2026 in Shanghai. Times are in ms since the epoch. */
export const DAY = '2026-11-22';
export const ZONE = 'Asia/Shanghai';
export const STARTS_AT = Date.parse('2026-11-22T00:00:00+08:00');
export const ENDS_AT = STARTS_AT + 24 * HOUR_MS;

/** Converts an hour of the day, such as 9.5 for half past nine, to ms since the epoch. */
export const atHour = (hour: number): number => STARTS_AT + hour * HOUR_MS;

/** How many groups are created and dissolved. Paces are in groups per hour, at an hour of the day such as 9.5. */
export interface DayPlan {
  quota: number;
  created: (hour: number) => number;
  /** @default none */
  dissolved?: (hour: number) => number;
  /** @default 1 */
  seed?: number;
}

/** The truth that forecasts are compared with. Groups are created beyond the quota too. */
export interface SimulatedDay {
  /** One for every creation above 70 % of the quota, ascending by time. */
  alarms: QuotaAlarm[];
  /** When the net growth first reached the quota, in ms since the epoch; `null` if it did not. */
  exhaustedAt: number | null;
}

/** Simulates a day second by second. Groups are created and dissolved independently of each other, at the planned paces. */
export function simulateDay(plan: DayPlan): SimulatedDay {
  const { quota, created, dissolved = () => 0, seed = 1 } = plan;
  const random = seededRandom(seed);
  const day: SimulatedDay = { alarms: [], exhaustedAt: null };
  let used = 0;
  for (let second = STARTS_AT; second < ENDS_AT; second += SECOND_MS) {
    const hour = (second - STARTS_AT) / HOUR_MS;
    used -= drawPoisson(dissolved(hour) / 3600, random);
    const creations = drawPoisson(created(hour) / 3600, random);
    for (let creation = 0; creation < creations; creation += 1) {
      used += 1;
      const at = second + Math.floor(((creation + random()) / creations) * SECOND_MS);
      if (used > 0.7 * quota) day.alarms.push({ at, used, quota });
      if (used >= quota) day.exhaustedAt ??= at;
    }
  }
  return day;
}

/** Draws from a Poisson distribution: how often something happens that is expected `mean` times. */
export function drawPoisson(mean: number, random: () => number): number {
  let count = 0;
  for (let left = Math.exp(mean) * random(); left > 1; left *= random()) count += 1;
  return count;
}

/** Returns a copy in random order. */
export function shuffled<T>(items: readonly T[], random: () => number): T[] {
  return items
    .map((item) => ({ item, place: random() }))
    .toSorted((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
