import { quotaDayOf } from './quota-day.js';
import { QuotaDayLog } from './quota-day-log.js';
import type { QuotaWatchOptions } from './quota.options.js';

/** How many days of an app are kept: late alarms of yesterday arrive when today has begun. */
const MAX_DAYS = 3;

/** No alarm is of this time or later, in ms since the epoch: a day is named by a year of four digits. */
const TIME_LIMIT = Date.parse('9999-12-31');

/** The latest quota days of every app. */
export class QuotaDays {
  /** Logs by app and by day. */
  private readonly apps = new Map<number, Map<string, QuotaDayLog>>();

  constructor(private readonly options: Required<QuotaWatchOptions>) {}

  /** The apps that have sent alarms. */
  get sdkAppIds(): Iterable<number> {
    return this.apps.keys();
  }

  /** @param at in ms since the epoch */
  dayOf(at: number): string {
    return quotaDayOf(at, this.options.timeZone);
  }

  /**
   * Returns the log for an alarm, and starts it if it is the first one of its day; `undefined` if no day has this time, or the
   * day is before the ones that are kept.
   *
   * @param at in ms since the epoch
   */
  logAt(sdkAppId: number, at: number): QuotaDayLog | undefined {
    if (!(at >= 0 && at < TIME_LIMIT)) return undefined;
    const days = this.apps.get(sdkAppId) ?? new Map<string, QuotaDayLog>();
    // Compares bounds, because formatting the day of each alarm would take longer than everything else.
    const known = [...days.values()].find(({ startsAt, endsAt }) => at >= startsAt && at < endsAt);
    if (known !== undefined) return known;
    const log = new QuotaDayLog(this.dayOf(at), this.options.timeZone, this.options.levels);
    days.set(log.day, log);
    this.apps.set(sdkAppId, days);
    const [earliest] = [...days.keys()].toSorted();
    if (days.size > MAX_DAYS && earliest !== undefined) days.delete(earliest);
    return days.get(log.day);
  }

  find(sdkAppId: number, day: string): QuotaDayLog | undefined {
    return this.apps.get(sdkAppId)?.get(day);
  }

  /** Returns the log of today if it has an alarm, or else the latest log that has one. */
  current(sdkAppId: number, now: number): QuotaDayLog | undefined {
    const today = this.dayOf(now);
    const logs = [...(this.apps.get(sdkAppId)?.values() ?? [])].filter(({ latest }) => latest !== undefined);
    return logs.find(({ day }) => day === today) ?? logs.toSorted((a, b) => a.startsAt - b.startsAt).at(-1);
  }
}
