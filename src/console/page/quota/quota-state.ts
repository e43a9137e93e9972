import type { QuotaDayOverview } from '../../console-api.js';
import type { Tone } from '../common/facts.js';

/** How much of the limit is used; 1 where the limit is 0. */
export function shareOf({ used, quota }: QuotaDayOverview): number {
  return quota > 0 ? used / quota : 1;
}

/** How a quota day stands. */
export function toneOf(day: QuotaDayOverview): Tone {
  if (day.remaining <= 0) return 'bad';
  return day.exhaustsAt !== null || shareOf(day) >= 0.9 ? 'warn' : 'ok';
}
