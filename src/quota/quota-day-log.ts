import type { QuotaForecast } from '../events/quota-forecast.js';
import { forecast } from './forecast.js';
import { usageOf, type QuotaAlarm } from './quota-alarm.js';
import { endOfQuotaDay, startOfQuotaDay } from './quota-day.js';
import { QuotaLevels } from './quota-levels.js';
import type { QuotaSnapshot } from './quota-snapshot.js';
import { TrustedLimits } from './trusted-limits.js';
import { UsageHistory } from './usage-history.js';

/** How long a forecast serves the alarms that follow, in ms. */
const FORECAST_MS = 1000;

/** What the quota alarms of one app report about one day. The alarms may arrive in any order. */
export class QuotaDayLog {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly limits = new TrustedLimits();
  readonly levels: QuotaLevels;
  private readonly history: UsageHistory;
  private lastForecast: { at: number; exhaustsAt: number | null } | undefined;
  private peak = 0;
  private alarms = 0;
  private doubted = 0;

  /**
   * @param day such as `'2026-11-22'`, see `quotaDayOf`
   * @param timeZone the IANA name of the day's zone
   * @param levels ascending, each above 0 and at most 1
   */
  constructor(
    readonly day: string,
    private readonly timeZone: string,
    levels: readonly number[],
  ) {
    this.startsAt = startOfQuotaDay(day, timeZone);
    this.endsAt = endOfQuotaDay(day, timeZone);
    this.levels = new QuotaLevels(levels);
    this.history = new UsageHistory(this.startsAt, this.endsAt);
  }

  /**
   * Takes an alarm of this day into account. The same alarm may come several times.
   *
   * @returns the level to emit, see {@link QuotaLevels.reach}
   * @throws RangeError for an alarm of another day
   */
  observe(alarm: QuotaAlarm): number | null {
    if (!(alarm.at >= this.startsAt && alarm.at < this.endsAt)) {
      throw new RangeError(`an alarm of the time ${alarm.at} does not belong to ${this.day}`);
    }
    this.history.add(alarm);
    this.peak = Math.max(this.peak, alarm.used);
    return this.levels.reach(usageOf(alarm), alarm.at);
  }

  /** Counts an alarm that arrived. */
  countAlarm(): void {
    this.alarms += 1;
  }

  /** Counts an alarm that arrived and is not trusted. */
  countDoubted(): void {
    this.alarms += 1;
    this.doubted += 1;
  }

  /** Corrects the count when another alarm has confirmed a doubted one. */
  countConfirmed(): void {
    this.doubted -= 1;
  }

  /** The alarm with the latest `EventTime`. */
  get latest(): QuotaAlarm | undefined {
    return this.history.latest;
  }

  /**
   * Returns when the limit is reached at the present pace, in ms since the epoch; `null` if that is not today, or the pace is not
   * known. Forecasts at most once a second: a forecast takes longer than everything else that is done for an alarm.
   *
   * @param now in ms since the epoch
   */
  exhaustsAt(now: number): number | null {
    if (this.lastForecast === undefined || Math.abs(now - this.lastForecast.at) >= FORECAST_MS) {
      this.lastForecast = { at: now, exhaustsAt: this.forecast(now)?.exhaustsAt?.getTime() ?? null };
    }
    return this.lastForecast.exhaustsAt;
  }

  /**
   * Returns the state of the day.
   *
   * @param now in ms since the epoch
   * @throws RangeError if no alarm has been observed
   */
  snapshot(now: number): QuotaSnapshot {
    const { latest } = this;
    if (latest === undefined) throw new RangeError(`no alarm of ${this.day} has been observed`);
    const { at, used, quota } = latest;
    const outlook = this.forecast(now);
    return {
      day: this.day,
      timeZone: this.timeZone,
      startsAt: new Date(this.startsAt),
      endsAt: new Date(this.endsAt),
      used,
      quota,
      usage: usageOf(latest),
      remaining: Math.max(0, quota - used),
      level: this.levels.highest,
      levels: this.levels.all,
      peak: this.peak,
      alarms: this.alarms,
      doubted: this.doubted,
      lastAlarmAt: new Date(at),
      perHour: outlook?.perHour ?? null,
      exhaustsAt: outlook?.exhaustsAt ?? null,
      history: this.history.alarms.map((alarm) => ({ at: new Date(alarm.at), used: alarm.used })),
    };
  }

  private forecast(now: number): QuotaForecast | null {
    const quota = this.latest?.quota ?? 0;
    return forecast(this.history.alarms, { quota, now, endsAt: this.endsAt });
  }
}
