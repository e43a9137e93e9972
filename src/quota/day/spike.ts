import type { GrowthCurve } from './growth-curve.js';

const WINDOW_MS = 10 * 60_000;
const HOUR_MS = 3_600_000;

/** How many windows before the present one are needed: an hour. */
const MIN_WINDOWS = 6;

/** How many windows show the pace just before: an ordinary rush takes longer than half an hour to treble. */
const JUST_BEFORE = 3;

/** Fewer groups in ten minutes are never a spike. */
const MIN_GROUPS = 50;

const FACTOR = 3;

/** A pace far above the day's median, at which the limit is reached today. Paces are in groups per hour. */
export interface Spike {
  readonly perHour: number;
  readonly medianPerHour: number;
  /** When the limit is reached at this pace, in ms since the epoch. */
  readonly exhaustsAt: number;
}

/**
 * Finds a spike: at least 50 groups in the last ten minutes. Their pace is over three times that of the day's median, of the half hour
 * before and of any twenty minutes of the day, and reaches the limit before the day ends.
 *
 * @param remaining groups that can still be created; bounds of the day and now, in ms since the epoch
 */
export function spikeOf(
  curve: GrowthCurve,
  { remaining, startsAt, endsAt, now }: { remaining: number; startsAt: number; endsAt: number; now: number },
): Spike | undefined {
  const last = curve.between(now - WINDOW_MS, now);
  if (last < MIN_GROUPS || remaining <= 0) return undefined;
  const exhaustsAt = now + (remaining / last) * WINDOW_MS;
  if (exhaustsAt > endsAt) return undefined;
  const windows = Math.floor((now - startsAt) / WINDOW_MS) - 1;
  if (windows < MIN_WINDOWS) return undefined;
  const before: number[] = [];
  for (let nth = 1; nth <= windows; nth += 1) {
    const growth = curve.between(now - (nth + 1) * WINDOW_MS, now - nth * WINDOW_MS);
    if (nth <= JUST_BEFORE && last <= FACTOR * growth) return undefined;
    // The batch of an hourly job may lie in two of these windows.
    if (2 * last <= FACTOR * (growth + (before.at(-1) ?? 0))) return undefined;
    before.push(growth);
  }
  const median = before.toSorted((a, b) => a - b)[Math.floor(before.length / 2)] ?? 0;
  if (last <= FACTOR * median) return undefined;
  const perHour = HOUR_MS / WINDOW_MS;
  return { perHour: last * perHour, medianPerHour: median * perHour, exhaustsAt };
}
