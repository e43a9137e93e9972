/** As many points as a day of 24 hours has minutes. */
const POINTS = 1440;

const DAY_MS = 24 * 3_600_000;

/** What one `Group.CallbackOnDailyGroupQuotaAlarm` tells. */
export interface QuotaAlarm {
  /** Its `EventTime`, in ms since the epoch. */
  readonly at: number;
  /** Its `QuotaUsed`: net growth of the day until then, in groups. */
  readonly used: number;
  /** Its `Quota`: the app's limit for the day, in groups. */
  readonly quota: number;
}

/**
 * The alarms of one day by the minute of the day, so that alarms need no sorting however they arrive. Many minutes
 * have none. It holds 1,440 at most: on the day of 25 hours on which summer time ends, its minutes are longer.
 */
export type UsageHistory = (QuotaAlarm | undefined)[];

/**
 * Keeps an alarm, unless the history has a later one of the same minute.
 *
 * @param day its bounds, in ms since the epoch
 */
export function remember(
  history: UsageHistory,
  alarm: QuotaAlarm,
  { startsAt, endsAt }: { startsAt: number; endsAt: number },
): void {
  const minute = Math.floor(((alarm.at - startsAt) * POINTS) / Math.max(DAY_MS, endsAt - startsAt));
  const known = history[minute];
  if (known === undefined || isLater(alarm, known)) history[minute] = alarm;
}

/** The alarms that were kept, ascending by their time. */
export function rememberedAlarms(history: UsageHistory): QuotaAlarm[] {
  return history.filter((alarm) => alarm !== undefined);
}

/** Of alarms of the same millisecond the fuller one counts as the later, so that the order of arrival never decides. */
function isLater(alarm: QuotaAlarm, than: QuotaAlarm): boolean {
  return (alarm.at - than.at || alarm.used - than.used || than.quota - alarm.quota) > 0;
}
