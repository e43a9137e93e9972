/** Where an app's quota day stands, as far as its alarms have told. Nothing is known of the day below 70 %. */
export interface QuotaSnapshot {
  /** The calendar day in the zone of the quota, such as `'2026-11-22'`. */
  day: string;
  /** The zone of the quota: the option `quota.timeZone`. */
  timeZone: string;
  /** When the day begins. */
  startsAt: Date;
  /** When the next day begins. */
  endsAt: Date;
  /** Net growth of the day in groups (created minus dissolved), of the latest alarm by its `EventTime`. */
  used: number;
  /** The limit for the day in groups, of the latest alarm by its `EventTime`. */
  quota: number;
  /** `used / quota`: above 1 when the limit is exceeded, and 1 when it is 0. */
  usage: number;
  /** Groups that can still be created today; 0 at and above the limit. */
  remaining: number;
  /** The highest level reached so far today, even if the usage has gone down since; `null` when it was none. */
  level: number | null;
  /**
   * The levels of the option `quota.levels`, ascending. `reachedAt` is the `EventTime` of the first alarm of the day at the
   * level or above it; `null` when there was none.
   */
  levels: { level: number; reachedAt: Date | null }[];
  /** The highest `used` that an alarm of the day told. */
  peak: number;
  /** How many alarms arrived for the day; one that arrived twice counts twice. */
  alarms: number;
  /**
   * How many of them this does not go by: those whose `EventTime` is more than five minutes ahead, on the day of their
   * arrival, and those with a limit of 0 or unlike the day's others, until a second one has the same limit.
   */
  doubted: number;
  /** The latest `EventTime`. */
  lastAlarmAt: Date;
  /** Net growth at present, in groups an hour; `null` while the alarms do not tell. */
  perHour: number | null;
  /**
   * When the limit is reached at this pace: after now, and not after the end of the day. `null` when it is not
   * reached today, when it has been reached already, and when the pace is not known.
   */
  exhaustsAt: Date | null;
  /**
   * What the alarms told, ascending: the latest of each minute, 1,440 at most.
   */
  history: { at: Date; used: number }[];
}
