import type { GrowthCurve } from './growth-curve.js';
import type { QuotaAlarm } from './quota-alarm.js';

/** Growth between two alarms that is compared, in groups: fewer would show chance. */
const MIN_GROWTH = 100;

/** How late creations may arrive, in ms. */
const SLACK_MS = 60_000;

/** Below this share creations are missing. */
export const COMPLETE_FROM = 0.95;

/** How much of the growth that Chat reports was counted here. */
export interface Coverage {
  /** Counted growth ÷ Chat's growth. */
  readonly share: number;
  /** Growth that was not counted, in groups; below 0 if more was counted than Chat reports. */
  readonly missing: number;
  /** Since when creations are missing, in ms since the epoch; `null` if they are not. */
  readonly since: number | null;
}

/**
 * Compares the growth between alarms, in steps of at least 100 groups.
 *
 * @param alarms ascending by their time
 * @returns `null` while Chat's growth is below 100 groups
 */
export function coverageOf(alarms: readonly QuotaAlarm[], curve: GrowthCurve, now: number): Coverage | null {
  let [from] = alarms;
  let reported = 0;
  let counted = 0;
  let since: number | null = null;
  for (const alarm of alarms) {
    if (from === undefined || alarm.at > now - SLACK_MS) break;
    const growth = alarm.used - from.used;
    if (growth < MIN_GROWTH) continue;
    const here = curve.between(from.at, alarm.at);
    if (here < COMPLETE_FROM * growth) since ??= from.at;
    reported += growth;
    counted += here;
    from = alarm;
  }
  if (reported === 0) return null;
  const share = counted / reported;
  return { share, missing: reported - counted, since: share < COMPLETE_FROM ? since : null };
}
