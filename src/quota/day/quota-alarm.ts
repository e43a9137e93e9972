/** What one `Group.CallbackOnDailyGroupQuotaAlarm` reports. */
export interface QuotaAlarm {
  /** Its `EventTime`, in ms since the epoch. */
  readonly at: number;
  /** Its `QuotaUsed`: net growth of the day until then, in groups. */
  readonly used: number;
  /** Its `Quota`: the app's limit for the day, in groups. */
  readonly quota: number;
}

/** Reads an alarm from the body of its callback; `undefined` if the app's own class of the command has other members. */
export function quotaAlarmOf(body: {
  EventTime?: unknown;
  QuotaUsed?: unknown;
  Quota?: unknown;
}): QuotaAlarm | undefined {
  const { EventTime: at, QuotaUsed: used, Quota: quota } = body;
  if (typeof at !== 'number' || typeof used !== 'number' || typeof quota !== 'number') return undefined;
  return { at, used, quota };
}

/** The used share of the limit, such as 0.7321 for 7,321 of 10,000; 1 if the limit is 0. */
export function usageOf({ used, quota }: Pick<QuotaAlarm, 'used' | 'quota'>): number {
  return quota === 0 ? 1 : used / quota;
}
