import type { QuotaSnapshot } from '../../../index.js';
import type { QuotaDayOverview } from '../../console-api.js';

const MINUTE_MS = 60_000;

/** The quota day of one app as the page shows it. */
export function quotaDayOverview(sdkAppId: number, snapshot: QuotaSnapshot): QuotaDayOverview {
  const { day, timeZone, used, quota, remaining, perHour, exhaustsAt } = snapshot;
  const ends = snapshot.endsAt.getTime();
  return {
    sdkAppId,
    day,
    begins: snapshot.startsAt.getTime(),
    ends,
    timeZone,
    used,
    quota,
    remaining,
    // A forecast is no more exact than that; otherwise it would be another one each time.
    perHour: perHour === null ? null : Math.round(perHour),
    exhaustsAt: exhaustsAt && Math.min(ends, Math.ceil(exhaustsAt.getTime() / MINUTE_MS) * MINUTE_MS),
    levels: snapshot.levels.map(({ level, reachedAt }) => ({
      share: level,
      reachedAt: reachedAt?.getTime() ?? null,
    })),
    curve: snapshot.history.map((point) => [point.at.getTime(), point.used]),
  };
}
