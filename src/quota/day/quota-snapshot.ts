/** The state of an app's quota day, according to its alarms and to the creations that were counted. */
export interface QuotaSnapshot {
  /** The calendar day in `timeZone`, such as `'2026-11-22'`. */
  day: string;
  /** The option `quota.timeZone`. */
  timeZone: string;
  /** When the day begins. */
  startsAt: Date;
  /** When the next day begins. */
  endsAt: Date;
  /**
   * Net growth of the day in groups (created minus dissolved): Chat's number, from the alarm with the latest `EventTime`, or
   * `counted` if the day has no alarm.
   */
  used: number;
  /** Where `used` comes from. */
  source: 'chat' | 'counted';
  /** Creations minus dissolutions that arrived here; `null` if none arrived. */
  counted: number | null;
  /**
   * Counted growth ÷ Chat's growth between alarms: below 0.95 creations do not arrive here. `null` until Chat's growth is 100
   * groups, and if no creation was counted at all.
   */
  coverage: number | null;
  /** Growth that Chat reports and that was not counted, in groups, and since when; `null` unless `coverage` is below 0.95. */
  missing: { groups: number; since: Date } | null;
  /** When the counts of all processes were last read. `null` if nothing is counted. */
  asOf: Date | null;
  /**
   * The limit for the day in groups: from the latest alarm, or else from the last alarm of an earlier day, or else the option
   * `quota.limit`. `null` if none is known.
   */
  quota: number | null;
  /** `used / quota`: above 1 if the limit is exceeded, and 1 if the limit is 0. `null` without a limit. */
  usage: number | null;
  /** Groups that can still be created today; 0 at and above the limit. `null` without a limit. */
  remaining: number | null;
  /** The highest level reached so far, even if the usage has gone down since; `null` if there is none. */
  level: number | null;
  /**
   * The levels of the option `quota.levels`, ascending. `reachedAt` is the earliest known time at which alarms or counts reached
   * the level; `null` if they did not.
   */
  levels: { level: number; reachedAt: Date | null }[];
  /** The highest `used` of the day. */
  peak: number;
  /** How many alarms arrived for the day; one that arrived twice counts twice. */
  alarms: number;
  /**
   * How many of them do not count for the other members. An alarm whose `EventTime` is more than five minutes ahead, or belongs to
   * a day that had ended five minutes before its arrival, never counts, and is doubted on the day of its arrival. An alarm with a limit of 0, or with a limit that differs from the day's
   * others, counts when a second alarm has the same limit.
   */
  doubted: number;
  /** The latest `EventTime`; `null` if the day has no alarm. */
  lastAlarmAt: Date | null;
  /** Present net growth, in groups per hour; `null` if all of `history` lies within five minutes. */
  perHour: number | null;
  /**
   * When the limit is reached at this pace: after now, and not after the end of the day. `null` if it is not reached today, is
   * reached already, or the pace is not known.
   */
  exhaustsAt: Date | null;
  /**
   * The counted usage of each minute until the first alarm, which corrects it, and then the latest alarm of each minute; ascending.
   */
  history: { at: Date; used: number }[];
}

/** The rooms of an app, according to Live's latest `live.roomThresholdReached`. */
export interface RoomsSnapshot {
  /** `CurRoomCount`. */
  used: number;
  /** `MaxRoomCount`. */
  quota: number;
  /** `used / quota`; 1 if the limit is 0. */
  usage: number;
  /** Rooms that can still be created; 0 at and above the limit. */
  remaining: number;
  /** The highest level of the option `quota.levels` that the usage is at; `null` if there is none. */
  level: number | null;
  /** The levels, ascending; `reachedAt` is the time since which the usage is at the level, or `null`. */
  levels: { level: number; reachedAt: Date | null }[];
  /** The latest `EventTime`. */
  lastAlarmAt: Date;
}
