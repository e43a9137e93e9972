import type { QuotaForecast } from '../events/quota-forecast.js';

const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;

/** How much of the day the pace is taken from: the last hour before now. */
const WINDOW_MS = HOUR_MS;

/** Observations closer together than this tell more of chance than of a pace. */
const MIN_SPAN_MS = 5 * MINUTE_MS;

/** Parts of the window: with the 61 moments between them there are 1,830 pairs, however many alarms came. */
const PARTS = 60;

interface Observation {
  at: number;
  used: number;
}

/**
 * Foretells when the limit of a day is reached.
 *
 * The pace is a Theil–Sen estimate: the usage is read at equal steps through the last hour (or since the first alarm
 * of the day, if that is more recent), every two of these readings give a pace, and the median of all of them is the
 * answer. Why this one: a jump, such as the import of some hundred groups, spoils only the pairs it lies between, so
 * that it counts little when it is just over or long ago, while an average has it in full from its first minute. In
 * the middle of the hour it counts about as much as in an average. The price is that a lasting change of pace takes
 * up to three quarters of an hour to be believed in full.
 *
 * Alarms follow creations, so that silence since the last one means that hardly any group is created: from then until
 * now the usage counts as unchanged, and a burst is forgotten after 43 quiet minutes at most. Between two alarms it
 * counts as growing evenly, so that a few alarms far apart tell a pace too. The steps are in time, not in alarms: a
 * minute of many alarms weighs no more than another.
 *
 * @param history the observations of the day, ascending by time (`at`, in ms since the epoch)
 * @param limit the latest limit; now and the end of the day, in ms since the epoch
 * @returns `null` when all observations lie within five minutes, such as when there is only one
 */
export function forecast(
  history: readonly Observation[],
  limit: { quota: number; now: number; endsAt: number },
): QuotaForecast | null {
  const first = history.at(0);
  const last = history.at(-1);
  if (first === undefined || last === undefined || last.at - first.at < MIN_SPAN_MS) return null;

  // The sender's clock may be ahead of ours; and a silence after the day's end says nothing about the day.
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
  // The next whole millisecond, so that it is after now however fast the pace is.
  const at = Math.floor(now + (remaining / perHour) * HOUR_MS) + 1;
  return at <= endsAt ? new Date(at) : null;
}

/** The median of the slopes between every two readings, for each step. */
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
