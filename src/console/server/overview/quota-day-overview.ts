import type { QuotaSnapshot, QuotaWatch, RoomsSnapshot } from '../../../index.js';
import type { QuotaDayOverview, RoomsOverview } from '../../api/console-api.js';

const MINUTE_MS = 60_000;

/** How many operators the page shows. */
const OPERATORS = 10;

/** The quota day of one app as the page shows it. */
export function quotaDayOverview(
  sdkAppId: number,
  snapshot: QuotaSnapshot,
  watch: QuotaWatch,
): QuotaDayOverview {
  const { day, timeZone, used, source, counted, coverage, missing, quota, remaining, perHour, exhaustsAt } =
    snapshot;
  const ends = snapshot.endsAt.getTime();
  return {
    sdkAppId,
    day,
    begins: snapshot.startsAt.getTime(),
    ends,
    timeZone,
    used,
    source,
    counted,
    coverage,
    missing: missing && { groups: missing.groups, since: missing.since.getTime() },
    quota,
    remaining,
    operators: watch
      .top(sdkAppId, { by: 'operator', limit: OPERATORS })
      .map(({ key: account, ...shares }) => ({
        account,
        ...shares,
      })),
    // A forecast is no more exact than that, and a fraction would change the overview each time.
    perHour: perHour === null ? null : Math.round(perHour),
    exhaustsAt: exhaustsAt && Math.min(ends, Math.ceil(exhaustsAt.getTime() / MINUTE_MS) * MINUTE_MS),
    levels: snapshot.levels.map(({ level, reachedAt }) => ({
      share: level,
      reachedAt: reachedAt?.getTime() ?? null,
    })),
    curve: snapshot.history.map((point) => [point.at.getTime(), point.used]),
  };
}

/** Live's rooms of one app as the page shows them. */
export function roomsOverview(
  sdkAppId: number,
  { used, quota, remaining, level, lastAlarmAt }: RoomsSnapshot,
): RoomsOverview {
  return { sdkAppId, used, quota, remaining, level, lastAlarmAt: lastAlarmAt.getTime() };
}
