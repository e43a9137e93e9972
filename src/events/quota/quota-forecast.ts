/** Forecast of a quota day at the pace of its last hour. */
export interface QuotaForecast {
  /** Net growth, in groups an hour; negative when more groups are dissolved than created. */
  perHour: number;
  /**
   * When the limit is reached at this pace: after now, and not after the end of the day. `null` if it is not reached today, or has already
   * been reached.
   */
  exhaustsAt: Date | null;
}
