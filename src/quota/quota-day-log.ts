import type { QuotaForecast } from '../events/quota-forecast.js';
import { BelievedLimits } from './believed-limits.js';
import { forecast } from './forecast.js';
import { endOfQuotaDay, startOfQuotaDay } from './quota-day.js';
import { highestLevel, usageOf } from './quota-level.js';
import type { QuotaSnapshot } from './quota-snapshot.js';
import { remember, rememberedAlarms, type QuotaAlarm, type UsageHistory } from './usage-history.js';

/** For how long a forecast is good for who hears of each alarm, in ms. */
const FORETOLD_MS = 1000;

/** What the quota alarms of one app tell about one day. The alarms may arrive in any order. */
export class QuotaDayLog {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly limits = new BelievedLimits();
  private readonly history: UsageHistory = [];
  private level: number | null = null;
  /** By level, the time of the first alarm that reached it, in ms since the epoch. */
  private readonly reachedAt = new Map<number, number>();
  private emittedLevel = 0;
  private foretold: { at: number; exhaustsAt: number | null } | undefined;
  private peak = 0;
  private alarms = 0;
  private doubted = 0;

  /**
   * @param day such as `'2026-11-22'`, see `quotaDayOf`
   * @param timeZone the IANA name of the zone in which that is the day
   * @param levels of usage to be told of: ascending, each above 0 and at most 1
   */
  constructor(
    readonly day: string,
    private readonly timeZone: string,
    private readonly levels: readonly number[],
  ) {
    this.startsAt = startOfQuotaDay(day, timeZone);
    this.endsAt = endOfQuotaDay(day, timeZone);
  }

  /**
   * Takes an alarm of this day.
   *
   * @returns the level to be told of: the highest one of the day, until {@link markEmitted} says that it was told; `null`
   * when there is none. Lower ones that were passed over are never told.
   * @throws RangeError for an alarm of another day
   */
  observe(alarm: QuotaAlarm): number | null {
    if (!(alarm.at >= this.startsAt && alarm.at < this.endsAt)) {
      throw new RangeError(`an alarm of the time ${alarm.at} does not belong to ${this.day}`);
    }
    remember(this.history, alarm, this);
    this.peak = Math.max(this.peak, alarm.used);
    const reached = highestLevel(this.levels, usageOf(alarm)) ?? 0;
    this.noteReached(reached, alarm.at);
    const level = Math.max(this.level ?? 0, reached);
    if (level > 0) this.level = level;
    return level > this.emittedLevel ? level : null;
  }

  /** Alarms may arrive in any order: the earliest counts. */
  private noteReached(highest: number, at: number): void {
    for (const level of this.levels) {
      if (level > highest) return;
      if (at < (this.reachedAt.get(level) ?? Infinity)) this.reachedAt.set(level, at);
    }
  }

  /** Counts an alarm that arrived; {@link observe} may see one several times. */
  count(): void {
    this.alarms += 1;
  }

  /** Counts an alarm that arrived and that the day does not go by. */
  doubt(): void {
    this.alarms += 1;
    this.doubted += 1;
  }

  /** Counts no longer as doubted what another alarm has agreed with. */
  believe(): void {
    this.doubted -= 1;
  }

  /** Notes that a level was told of, here or by another process. */
  markEmitted(level: number): void {
    this.emittedLevel = Math.max(this.emittedLevel, level);
  }

  /** The alarm with the latest `EventTime`. */
  get latest(): QuotaAlarm | undefined {
    return this.history.findLast((alarm) => alarm !== undefined);
  }

  /**
   * When the limit is reached at the present pace, in ms since the epoch; `null` when it is not today, or not known. Of alarms that
   * come in one second it is foretold once: that takes longer than all else that is done with an alarm.
   *
   * @param now in ms since the epoch
   */
  exhaustsAt(now: number): number | null {
    if (this.foretold === undefined || Math.abs(now - this.foretold.at) >= FORETOLD_MS) {
      this.foretold = { at: now, exhaustsAt: this.forecast(now)?.exhaustsAt?.getTime() ?? null };
    }
    return this.foretold.exhaustsAt;
  }

  /**
   * Where the day stands.
   *
   * @param now in ms since the epoch
   * @throws RangeError when no alarm has been observed: nothing is known of the day then
   */
  snapshot(now: number): QuotaSnapshot {
    const kept = rememberedAlarms(this.history);
    const latest = kept.at(-1);
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
      level: this.level,
      levels: this.levels.map((level) => ({ level, reachedAt: dateOf(this.reachedAt.get(level)) })),
      peak: this.peak,
      alarms: this.alarms,
      doubted: this.doubted,
      lastAlarmAt: new Date(at),
      perHour: outlook?.perHour ?? null,
      exhaustsAt: outlook?.exhaustsAt ?? null,
      history: kept.map((alarm) => ({ at: new Date(alarm.at), used: alarm.used })),
    };
  }

  private forecast(now: number): QuotaForecast | null {
    const kept = rememberedAlarms(this.history);
    const { quota = 0 } = kept.at(-1) ?? {};
    return forecast(kept, { quota, now, endsAt: this.endsAt });
  }
}

function dateOf(at: number | undefined): Date | null {
  return at === undefined ? null : new Date(at);
}
