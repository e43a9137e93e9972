const HOUR_MS = 3_600_000;

/** How long stored values of a day are kept, in ms: until the day has ended and its late alarms have arrived. */
export const KEEP_DAY_MS = 3 * 24 * HOUR_MS;

/** Formatters by time zone: making one takes longer than using it a hundred times. */
const formatters = new Map<string, Intl.DateTimeFormat>();

/** Whether a value names a time zone that this Node.js knows, such as `'Asia/Shanghai'` or `'UTC'`. */
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
 * Returns the calendar day in a time zone, such as `'2026-11-22'`.
 *
 * @param at in ms since the epoch
 * @param timeZone an IANA name, see {@link isTimeZone}
 * @throws RangeError if no `Date` can hold the time, or the zone is unknown
 */
export function calendarDayOf(at: number, timeZone: string): string {
  const [month, day, year] = formatterOf(timeZone).format(at).split('/');
  return `${year}-${month}-${day}`;
}

/**
 * Returns the first moment of a day in a time zone, in ms since the epoch. It is 1:00 if summer time begins at midnight.
 *
 * @param day as {@link calendarDayOf} returns it
 */
export function startOfDay(day: string, timeZone: string): number {
  return firstMoment(Date.parse(day), (at) => calendarDayOf(at, timeZone) >= day);
}

/**
 * Returns the first moment after a day in a time zone, in ms since the epoch. A day has 23 or 25 hours when the clocks change.
 *
 * @param day as {@link calendarDayOf} returns it
 */
export function endOfDay(day: string, timeZone: string): number {
  return firstMoment(Date.parse(day) + 24 * HOUR_MS, (at) => calendarDayOf(at, timeZone) > day);
}

/** Searches for midnight by halves. Zones are at most 12 hours behind UTC and 14 hours ahead of it. */
function firstMoment(midnightUtc: number, isReached: (at: number) => boolean): number {
  let before = midnightUtc - 15 * HOUR_MS;
  let after = midnightUtc + 13 * HOUR_MS;
  while (after - before > 1) {
    const middle = Math.floor((before + after) / 2);
    if (isReached(middle)) after = middle;
    else before = middle;
  }
  return after;
}

function formatterOf(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const formatter = new Intl.DateTimeFormat('en-US', {
    timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
  });
  formatters.set(timeZone, formatter);
  return formatter;
}
