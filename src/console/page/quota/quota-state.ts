import type { QuotaDayOverview } from '../../api/console-api.js';
import type { Tone } from '../common/facts.js';

/** How much of the limit is used: 1 if the limit is 0, `null` if it is not known. */
export function shareOf({ used, quota }: QuotaDayOverview): number | null {
  if (quota === null) return null;
  return quota > 0 ? used / quota : 1;
}

/** How a quota day stands. */
export function toneOf(day: QuotaDayOverview): Tone | undefined {
  if (day.remaining === null) return undefined;
  if (day.remaining <= 0) return 'bad';
  return day.exhaustsAt !== null || (shareOf(day) ?? 0) >= 0.9 ? 'warn' : 'ok';
}

/** When the limit is reached at the present pace, in a few words; not known is not the same as never. */
export function endOf(
  { remaining, exhaustsAt, perHour }: QuotaDayOverview,
  minute: (at: number) => string,
): string {
  if (remaining === null) return 'limit not known';
  if (remaining <= 0) return 'used up';
  if (exhaustsAt !== null) return `used up at ${minute(exhaustsAt)}`;
  return perHour === null ? 'pace not known yet' : 'no end in sight';
}
