/** The state of an app's quota day according to its alarms. Chat sends none below 70 % of the limit. */
export interface QuotaSnapshot {
  /** The calendar day in `timeZone`, such as `'2026-11-22'`. */
  day: string;
  /** The option `quota.timeZone`. */
  timeZone: string;
  /** When the day begins. */
  startsAt: Date;
  /** When the next day begins. */
  endsAt: Date;
  /** Net growth of the day in groups (created minus dissolved), from the alarm with the latest `EventTime`. */
  used: number;
  /** The limit for the day in groups, from the same alarm. */
  quota: number;
  /** `used / quota`: above 1 if the limit is exceeded, and 1 if the limit is 0. */
  usage: number;
  /** Groups that can still be created today; 0 at and above the limit. */
  remaining: number;
  /** The highest level reached so far, even if the usage has gone down since; `null` if there is none. */
  level: number | null;
  /**
   * The levels of the option `quota.levels`, ascending. `reachedAt` is the earliest `EventTime` of an alarm at the level or
   * above it; `null` if there is none.
   */
  levels: { level: number; reachedAt: Date | null }[];
  /** The highest `used` of the day. */
  peak: number;
  /** How many alarms arrived for the day; one that arrived twice counts twice. */
  alarms: number;
  /**
   * How many of them do not count for the other members. An alarm whose `EventTime` is more than five minutes ahead never
   * counts, and is doubted on the day of its arrival. An alarm with a limit of 0, or with a limit that differs from the day's
   * others, counts when a second alarm has the same limit.
   */
  doubted: number;
  /** The latest `EventTime`. */
  lastAlarmAt: Date;
  /** Present net growth, in groups per hour; `null` if all alarms lie within five minutes. */
  perHour: number | null;
  /**
   * When the limit is reached at this pace: after now, and not after the end of the day. `null` if it is not reached today, is
   * reached already, or the pace is not known.
   */
  exhaustsAt: Date | null;
  /** The latest alarm of each minute, ascending; at most 1,440. */
  history: { at: Date; used: number }[];
}
