import type { QuotaForecast } from './quota-forecast.js';

/**
 * An app has used that much of a day's groups. Emitted once a level, app and day; after a failure or a crash in its handlers
 * once more, with the same `id`.
 */
export class QuotaLevelReachedEvent {
  readonly name = 'group.quotaLevelReached';
  /** `quota/<sdkAppId>/<day>/<level>`: the idempotency key. */
  readonly id: string;
  readonly sdkAppId: number;
  /** The calendar day in the option `quota.timeZone`, such as `'2026-11-22'`. */
  readonly day: string;
  /** The level of the option `quota.levels` that was reached; those passed over at the same time are not told of. */
  readonly level: number;
  /** Net growth of the day until then, in groups. */
  readonly used: number;
  /** The app's limit for the day, in groups. */
  readonly quota: number;
  /** Share of the limit that is used. */
  readonly usage: number;
  /** Groups that can still be created today. */
  readonly remaining: number;
  /** When Chat sent the alarm that told of it. */
  readonly at: Date;
  /** How the day goes on if it goes on like its last hour; `null` while the alarms do not tell. */
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
