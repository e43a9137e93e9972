import type { QuotaForecast } from '../../events/quota/quota-forecast.js';
import { forecast } from './forecast.js';
import { usageOf, type QuotaAlarm } from './quota-alarm.js';
import { endOfDay, startOfDay } from './calendar-day.js';
import { coverageOf, type Coverage } from './coverage.js';
import { DayCounts } from './day-counts.js';
import { LevelTracker } from './level-tracker.js';
import type { QuotaSnapshot } from './quota-snapshot.js';
import { TrustedLimits } from './trusted-limits.js';
import { UsageHistory } from './usage-history.js';

/** How long a forecast serves the alarms that follow, in ms. */
const FORECAST_MS = 1000;

/** Chat's alarms start above this share. The count decides only which lower levels are reached. Chat's own number decides the others. */
const ALARMS_ABOVE = 0.7;

/** One day of one app, from its alarms and counts. The alarms may arrive in any order. */
export class QuotaDay {
  readonly startsAt: number;
  readonly endsAt: number;
  readonly limits = new TrustedLimits();
  readonly levels: LevelTracker;
  readonly counts: DayCounts;
  readonly history: UsageHistory;
  private readonly countedLevels: readonly number[];
  private lastForecast: { at: number; exhaustsAt: number | null } | undefined;
  private peak = 0;
  private alarms = 0;
  private doubted = 0;
  private isIncomplete = false;
  /** When the day is next checked for a spike, in ms since the epoch. */
  checkSpikeAt = 0;

  /**
   * @param name such as `'2026-11-22'`, see `calendarDayOf`
   * @param timeZone the IANA name of the day's zone
   * @param levels ascending, each above 0 and at most 1
   * @param usualLimit the limit while the day has no alarm
   */
  constructor(
    readonly name: string,
    private readonly timeZone: string,
    levels: readonly number[],
    private readonly usualLimit: () => number | undefined = () => undefined,
  ) {
    this.startsAt = startOfDay(name, timeZone);
    this.endsAt = endOfDay(name, timeZone);
    this.levels = new LevelTracker(levels);
    this.countedLevels = levels.filter((level) => level < ALARMS_ABOVE);
    this.history = new UsageHistory(this.startsAt, this.endsAt);
    this.counts = new DayCounts(this.startsAt, this.endsAt);
  }

  /** Whether a time, in ms since the epoch, belongs to the day. */
  holds(at: number): boolean {
    return at >= this.startsAt && at < this.endsAt;
  }

  /**
   * Takes an alarm of this day into account. The same alarm may come several times.
   *
   * @returns the level to emit, see {@link LevelTracker.reach}
   * @throws RangeError for an alarm of another day
   */
  observe(alarm: QuotaAlarm): number | null {
    if (!this.holds(alarm.at)) {
      throw new RangeError(`an alarm of the time ${alarm.at} does not belong to ${this.name}`);
    }
    this.history.add(alarm);
    this.peak = Math.max(this.peak, alarm.used);
    return this.levels.reach(usageOf(alarm), alarm.at);
  }

  /** Counts an alarm that arrived. */
  countAlarm(): void {
    this.alarms += 1;
  }

  /** Corrects the count when another alarm has confirmed a doubted one. */
  countConfirmed(): void {
    this.doubted -= 1;
  }

  /** Counts an alarm that arrived and is not trusted. */
  countDoubted(): void {
    this.alarms += 1;
    this.doubted += 1;
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

  /** The limit, if it is known. */
  get limit(): number | undefined {
    return this.latest?.quota ?? this.usualLimit();
  }

  /** Net growth: Chat's number if there is one, or else the counted one. */
  get used(): number {
    return this.latest?.used ?? this.counts.net;
  }

  /** Whether anything is known of the day. */
  get isKnown(): boolean {
    return this.latest !== undefined || this.counts.isKnown;
  }

  /** The used share of the limit, if the limit is known. */
  get usage(): number | undefined {
    const { limit: quota, used } = this;
    return quota === undefined ? undefined : usageOf({ used, quota });
  }

  /**
   * Takes the counted usage into account.
   *
   * @param at time of that usage, in ms since the epoch
   * @returns the level to emit, see {@link LevelTracker.reach}: one below 70 %, and none if the day has an alarm
   */
  reachByCount(at: number): number | null {
    if (this.countedLevels.length === 0 || this.latest !== undefined) return null;
    const { usage } = this;
    const level = usage === undefined ? undefined : this.countedLevels.findLast((each) => each <= usage);
    return level === undefined ? null : this.levels.reach(level, at);
  }

  /** How complete the counts are; `null` while that is not known. */
  coverage(now: number): Coverage | null {
    return this.counts.created === 0 ? null : coverageOf(this.history.alarms, this.counts.curve, now);
  }

  /** Returns what is missing if the counts are incomplete, and never again for this day. */
  takeIncomplete(now: number): Coverage | undefined {
    if (this.isIncomplete) return undefined;
    const coverage = this.coverage(now);
    if (coverage === null || coverage.since === null) return undefined;
    this.isIncomplete = true;
    return coverage;
  }

  /**
   * Returns the state of the day.
   *
   * @param now in ms since the epoch
   * @throws RangeError if nothing is known of the day
   */
  snapshot(now: number): QuotaSnapshot {
    const { latest, counts, used, limit } = this;
    if (!this.isKnown) throw new RangeError(`nothing is known of ${this.name}`);
    const outlook = this.forecast(now);
    const coverage = this.coverage(now);
    return {
      day: this.name,
      timeZone: this.timeZone,
      startsAt: new Date(this.startsAt),
      endsAt: new Date(this.endsAt),
      used,
      source: latest === undefined ? 'counted' : 'chat',
      counted: counts.isKnown ? counts.net : null,
      coverage: coverage?.share ?? null,
      missing: missingOf(coverage),
      asOf: counts.isKnown && counts.asOf !== undefined ? new Date(counts.asOf) : null,
      quota: limit ?? null,
      usage: this.usage ?? null,
      remaining: limit === undefined ? null : Math.max(0, limit - used),
      level: this.levels.highest,
      levels: this.levels.all,
      peak: Math.max(this.peak, used),
      alarms: this.alarms,
      doubted: this.doubted,
      lastAlarmAt: latest === undefined ? null : new Date(latest.at),
      perHour: outlook?.perHour ?? null,
      exhaustsAt: outlook?.exhaustsAt ?? null,
      history: this.points.map((point) => ({ at: new Date(point.at), used: point.used })),
    };
  }

  /** The counted usage until the first alarm, and the alarms. The first alarm corrects the count before it. */
  private get points(): Pick<QuotaAlarm, 'at' | 'used'>[] {
    const { alarms } = this.history;
    const [first] = alarms;
    const counted = this.counts.curve.points(first?.at ?? this.endsAt);
    const last = counted.at(-1);
    if (last === undefined) return alarms;
    const correction = first === undefined ? 0 : Math.max(0, first.used - last.used);
    return [...counted.map(({ at, used }) => ({ at, used: used + correction })), ...alarms];
  }

  private forecast(now: number): QuotaForecast | null {
    return forecast(this.points, { quota: this.limit ?? Infinity, now, endsAt: this.endsAt });
  }
}

function missingOf(coverage: Coverage | null): QuotaSnapshot['missing'] {
  if (coverage === null || coverage.since === null) return null;
  return { groups: coverage.missing, since: new Date(coverage.since) };
}
