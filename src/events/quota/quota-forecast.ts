/** Forecast of a quota day at the pace of its last hour. */
export interface QuotaForecast {
  /** Net growth, in groups an hour; negative when more groups are dissolved than created. */
  perHour: number;
  /**
   * When the limit is reached at this pace: after now, and not after the end of the day. `null` when it is not
   * reached today, and when it has been reached already: there is nothing left to foretell then.
   */
  exhaustsAt: Date | null;
}
