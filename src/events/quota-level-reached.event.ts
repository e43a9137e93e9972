import type { QuotaForecast } from './quota-forecast.js';

/**
 * An app has reached a level of its daily group quota. Emitted once per level, app and day. After a failure or a crash in its handlers
 * it is emitted again with the same `id`.
 */
export class QuotaLevelReachedEvent {
  readonly name = 'group.quotaLevelReached';
  /** `quota/<sdkAppId>/<day>/<level>`: the idempotency key. */
  readonly id: string;
  readonly sdkAppId: number;
  /** The calendar day in the option `quota.timeZone`, such as `'2026-11-22'`. */
  readonly day: string;
  /** The level of the option `quota.levels` that was reached; levels that were passed at the same time get no event of their own. */
  readonly level: number;
  /** Net growth of the day until then, in groups. */
  readonly used: number;
  /** The app's limit for the day, in groups. */
  readonly quota: number;
  /** Share of the limit that is used. */
  readonly usage: number;
  /** Groups that can still be created today. */
  readonly remaining: number;
  /** When Chat sent the alarm that reached the level. */
  readonly at: Date;
  /** Forecast at the pace of the last hour; `null` while there are too few alarms. */
  readonly forecast: QuotaForecast | null;
  /** 1 on the first delivery. */
  readonly attempt: number;

  constructor(event: Omit<QuotaLevelReachedEvent, 'name'>) {
    this.id = event.id;
    this.sdkAppId = event.sdkAppId;
    this.day = event.day;
    this.level = event.level;
    this.used = event.used;
    this.quota = event.quota;
    this.usage = event.usage;
    this.remaining = event.remaining;
    this.at = event.at;
    this.forecast = event.forecast;
    this.attempt = event.attempt;
  }
}
