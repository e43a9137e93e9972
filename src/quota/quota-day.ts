const HOUR_MS = 3_600_000;

/** Making a formatter takes longer than a hundred uses of it, and one use less than a microsecond. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Whether this is the name of a time zone that this Node.js knows, such as `'Asia/Shanghai'` or `'UTC'`. */
export function isTimeZone(name: unknown): name is string {
  if (typeof name !== 'string') return false;
  try {
    formatterOf(name);
    return true;
  } catch (error) {
    if (error instanceof RangeError) return false;
    throw error;
  }
}

/**
 * The calendar day in a time zone, such as `'2026-11-22'`.
 *
 * @param at in ms since the epoch
 * @param timeZone an IANA name, see {@link isTimeZone}
 * @throws RangeError for a time that no `Date` can hold, or an unknown zone
 */
export function quotaDayOf(at: number, timeZone: string): string {
  const [month, day, year] = formatterOf(timeZone).format(at).split('/');
  return `${year}-${month}-${day}`;
}

/**
 * When a day begins in a time zone, in ms since the epoch: its first moment, which is 1:00 where summer time begins
 * at midnight.
 *
 * @param day as {@link quotaDayOf} gives it
 */
export function startOfQuotaDay(day: string, timeZone: string): number {
  return firstMoment(Date.parse(day), (at) => quotaDayOf(at, timeZone) >= day);
}

/**
 * When the day after this one begins in a time zone, in ms since the epoch. A day has 23 or 25 hours where the
 * clocks change.
 *
 * @param day as {@link quotaDayOf} gives it
 */
export function endOfQuotaDay(day: string, timeZone: string): number {
  return firstMoment(Date.parse(day) + 24 * HOUR_MS, (at) => quotaDayOf(at, timeZone) > day);
}

/** Halves the time in which midnight can be: zones are at most 12 hours behind and 14 hours ahead of UTC. */
function firstMoment(midnightUtc: number, hasCome: (at: number) => boolean): number {
  let before = midnightUtc - 15 * HOUR_MS;
  let after = midnightUtc + 13 * HOUR_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (hasCome(middle)) after = middle;
    else before = middle;
  }
  return after;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const made = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formatters.set(timeZone, made);
  return made;
}
