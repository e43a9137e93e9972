import { calendarDayOf } from './day/calendar-day.js';
import { QuotaDay } from './day/quota-day.js';
import type { ResolvedQuotaWatch } from './quota.options.js';

/** How many days of an app are kept: late alarms of yesterday arrive when today has begun. */
const MAX_DAYS = 3;

/** Ignores alarms of this time and later, in ms since the epoch: a day's name has a year of four digits. */
const TIME_LIMIT = Date.parse('9999-12-31');

/** The latest quota days of every app. */
export class QuotaDays {
  /** Days by app and by name. */
  private readonly apps = new Map<number, Map<string, QuotaDay>>();

  /** @param usualLimit the limit of an app while its day has no alarm */
  constructor(
    private readonly options: Pick<ResolvedQuotaWatch, 'levels' | 'timeZone'>,
    private readonly usualLimit: (sdkAppId: number) => number | undefined = () => undefined,
  ) {}

  /** The apps that have days. */
  get sdkAppIds(): Iterable<number> {
    return this.apps.keys();
  }

  /** @param at in ms since the epoch */
  dayOf(at: number): string {
    return calendarDayOf(at, this.options.timeZone);
  }

  /**
   * Returns the day of a time, and adds it if it is new; `undefined` if no day has this time, or if it is before the ones that
   * are kept.
   *
   * @param at in ms since the epoch
   */
  dayAt(sdkAppId: number, at: number): QuotaDay | undefined {
    if (!(at >= 0 && at < TIME_LIMIT)) return undefined;
    const days = this.apps.get(sdkAppId) ?? new Map<string, QuotaDay>();
    // Compares bounds, because formatting the day of each alarm would take longer than everything else.
    for (const day of days.values()) if (day.holds(at)) return day;
    const day = new QuotaDay(this.dayOf(at), this.options.timeZone, this.options.levels, () =>
      this.usualLimit(sdkAppId),
    );
    days.set(day.name, day);
    this.apps.set(sdkAppId, days);
    const [earliest] = [...days.keys()].toSorted();
    if (days.size > MAX_DAYS && earliest !== undefined) days.delete(earliest);
    return days.get(day.name);
  }

  find(sdkAppId: number, day: string): QuotaDay | undefined {
    return this.apps.get(sdkAppId)?.get(day);
  }

  /** Returns today if anything is known of it, otherwise the latest known day. */
  current(sdkAppId: number, now: number): QuotaDay | undefined {
    const today = this.dayOf(now);
    const days = [...(this.apps.get(sdkAppId)?.values() ?? [])].filter(({ isKnown }) => isKnown);
    return days.find(({ name }) => name === today) ?? days.toSorted((a, b) => a.startsAt - b.startsAt).at(-1);
  }
}
