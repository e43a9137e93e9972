import type { QuotaAlarm } from './quota-alarm.js';

const MINUTES = 1440;

const DAY_MS = 24 * 3_600_000;

/**
 * The latest alarm of each minute of one day. The minute is the place in a list, so that alarms need no sorting in whatever
 * order they arrive. The list has at most 1,440 places: the minutes of a day of 25 hours, when summer time ends, are longer.
 */
export class UsageHistory {
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
    const minute = Math.floor((alarm.at - this.startsAt) / this.minuteMs);
    const known = this.minutes[minute];
    if (known === undefined || isLater(alarm, known)) this.minutes[minute] = alarm;
  }

  get latest(): QuotaAlarm | undefined {
    return this.minutes.at(-1);
  }

  /** The alarms, ascending by their time. */
  get alarms(): QuotaAlarm[] {
    return this.minutes.filter((alarm) => alarm !== undefined);
  }
}

/** Compares two alarms of the same millisecond by their usage, so that the order of arrival never decides. */
function isLater(alarm: QuotaAlarm, than: QuotaAlarm): boolean {
  return (alarm.at - than.at || alarm.used - than.used || than.quota - alarm.quota) > 0;
}
