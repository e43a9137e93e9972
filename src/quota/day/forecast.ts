import type { QuotaForecast } from '../../events/quota/quota-forecast.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** The pace is taken from the last hour before now. */
const WINDOW_MS = HOUR_MS;

/** Observations closer together than this show chance rather than a pace. */
const MIN_SPAN_MS = 5 * MINUTE_MS;

/** Number of parts of the window: 61 readings make 1,830 pairs, however many alarms there are. */
const PARTS = 60;

interface Observation {
  at: number;
  used: number;
}

/**
 * Forecasts when the limit of a day is reached.
 *
 * The pace is a Theil–Sen estimate: the median of the paces between every two readings of the last hour. docs/quota.md says what
 * that means for bursts, silence and changes of pace.
 *
 * @param history the observations of the day, ascending by time (`at`, in ms since the epoch)
 * @param limit the latest limit; now and the end of the day, in ms since the epoch
 * @returns `null` if all observations lie within five minutes, for example if there is only one
 */
export function forecast(
  history: readonly Observation[],
  limit: { quota: number; now: number; endsAt: number },
): QuotaForecast | null {
  const first = history.at(0);
  const last = history.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < MIN_SPAN_MS) return null;

  // Chat's clock may be ahead of ours, and silence after the day's end says nothing about the day.
  const now = Math.max(limit.now, last.at);
  const windowEnd = Math.min(now, limit.endsAt);
  const windowStart = Math.max(first.at, windowEnd - WINDOW_MS);
  const partMs = (windowEnd - windowStart) / PARTS;
  const readings = Array.from({ length: PARTS + 1 }, (_, part) => {
    const at = windowStart + part * partMs;
    const index = history.findLastIndex((observation) => observation.at <= at);
    return usedBetween(history[index] ?? first, history[index + 1] ?? last, at);
  });
  const perHour = medianSlope(readings) * (HOUR_MS / partMs);
  return { perHour, exhaustsAt: exhaustion(limit.quota - last.used, perHour, now, limit.endsAt) };
}

function usedBetween(before: Observation, after: Observation, at: number): number {
  if (at >= after.at) return after.used;
  return before.used + (after.used - before.used) * ((at - before.at) / (after.at - before.at));
}

function exhaustion(remaining: number, perHour: number, now: number, endsAt: number): Date | null {
  if (remaining <= 0 || perHour <= 0) return null;
  // The next whole millisecond, so that the result is after now at any pace.
  const at = Math.floor(now + (remaining / perHour) * HOUR_MS) + 1;
  return at <= endsAt ? new Date(at) : null;
}

/** Returns the median of the slopes between every two readings, per step. */
function medianSlope(readings: readonly number[]): number {
  const slopes = readings.flatMap((reading, index) =>
    readings.slice(index + 1).map((later, steps) => (later - reading) / (steps + 1)),
  );
  return median(Float64Array.from(slopes));
}

function median(values: Float64Array): number {
  const middle = values
    .toSorted()
    .subarray(Math.ceil(values.length / 2) - 1, Math.floor(values.length / 2) + 1);
  return middle.reduce((sum, value) => sum + value, 0) / middle.length;
}
