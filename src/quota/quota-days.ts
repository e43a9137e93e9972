import { quotaDayOf } from './quota-day.js';
import { QuotaDayLog } from './quota-day-log.js';
import type { QuotaWatchOptions } from './quota.options.js';

/** How many days of an app are known at a time: yesterday's late alarms come when today's have begun. */
const DAYS = 3;

/** The first moment that has a year of five digits, in ms: no alarm's, and what no day can be made of. */
const NO_TIME = Date.parse('9999-12-31');

/** The quota days of every app, the last few of each. */
export class QuotaDays {
  /** By app, its latest days. */
  private readonly apps = new Map<number, Map<string, QuotaDayLog>>();

  constructor(private readonly options: Required<QuotaWatchOptions>) {}

  /** The apps of which alarms have come. */
  get sdkAppIds(): Iterable<number> {
    return this.apps.keys();
  }

  dayOf(at: number): string {
    return quotaDayOf(at, this.options.timeZone);
  }

  /**
   * The log for an alarm of this time (ms since the epoch); `undefined` for what is no time of any day, and for a day
   * before those that are known.
   */
  logAt(sdkAppId: number, at: number): QuotaDayLog | undefined {
    if (!(at >= 0 && at < NO_TIME)) return undefined;
    const days = this.apps.get(sdkAppId) ?? new Map<string, QuotaDayLog>();
    // By its bounds: to ask the time zone for the day of every alarm takes longer than all the rest.
    const known = [...days.values()].find(({ startsAt, endsAt }) => at >= startsAt && at < endsAt);
    if (known !== undefined) return known;
    const log = new QuotaDayLog(this.dayOf(at), this.options.timeZone, this.options.levels);
    days.set(log.day, log);
    this.apps.set(sdkAppId, days);
    const [earliest] = [...days.keys()].toSorted();
    if (days.size > DAYS && earliest !== undefined) days.delete(earliest);
    return days.get(log.day);
  }

  /** What is known of a day. */
  find(sdkAppId: number, day: string): QuotaDayLog | undefined {
    return this.apps.get(sdkAppId)?.get(day);
  }

  /** The log of today, or else of the last day of which there are alarms to go by. */
  current(sdkAppId: number, now: number): QuotaDayLog | undefined {
    const days = this.apps.get(sdkAppId);
    if (days === undefined) return undefined;
    const today = days.get(this.dayOf(now));
    if (today?.latest !== undefined) return today;
    return [...days.values()]
      .filter(({ latest }) => latest !== undefined)
      .toSorted((a, b) => a.startsAt - b.startsAt)
      .at(-1);
  }
}
