import type { QuotaAlarm } from './quota-alarm.js';

const MINUTES = 1440;

const DAY_MS = 24 * 3_600_000;

/**
 * The latest alarm of each minute of one day. The minute is the index in a list, so that alarms that arrive out of order need no
 * sorting. The list has at most 1,440 places: a day of 25 hours is divided into 1,440 slightly longer parts.
 */
export class UsageHistory {
  /** The alarm with the latest time. */
  latest: QuotaAlarm | undefined;
  private readonly minutes: (QuotaAlarm | undefined)[] = [];
  private readonly minuteMs: number;

  /** @param startsAt bounds of the day, in ms since the epoch */
  constructor(
    private readonly startsAt: number,
    endsAt: number,
  ) {
    this.minuteMs = Math.max(DAY_MS, endsAt - startsAt) / MINUTES;
  }

  /** Keeps an alarm of the day, unless the history has a later one of the same minute. */
  add(alarm: QuotaAlarm): void {
    const minute = this.minuteOf(alarm.at);
    // Without gaps: V8 would make a dictionary of a list with a gap of 1,024 places, which takes twice as long (bench: alarm storm).
    while (this.minutes.length <= minute) this.minutes.push(undefined);
    const known = this.minutes[minute];
    if (known === undefined || isLater(alarm, known)) this.minutes[minute] = alarm;
    if (this.latest === undefined || isLater(alarm, this.latest)) this.latest = alarm;
  }

  /** Whether there is an alarm of the minute of a time. */
  hasMinute(at: number): boolean {
    return this.minutes[this.minuteOf(at)] !== undefined;
  }

  /** The alarms, ascending by their time. */
  get alarms(): QuotaAlarm[] {
    return this.minutes.filter((alarm) => alarm !== undefined);
  }

  private minuteOf(at: number): number {
    return Math.floor((at - this.startsAt) / this.minuteMs);
  }
}

/** Compares two alarms of the same millisecond by their usage, so that the order of arrival never decides. */
function isLater(alarm: QuotaAlarm, than: QuotaAlarm): boolean {
  return (alarm.at - than.at || alarm.used - than.used || than.quota - alarm.quota) > 0;
}
