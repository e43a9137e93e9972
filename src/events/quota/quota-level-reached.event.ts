import { AfterEvent } from '../after-event.js';
import type { EventCall } from '../event-call.js';
import type { QuotaForecast } from './quota-forecast.js';
import type { QuotaShare } from './quota-share.js';

/**
 * An app has reached a level of its daily group quota. Emitted at most once per level, app and day. After a failure or a crash in its handlers
 * it is emitted again with the same `id`.
 */
export class QuotaLevelReachedEvent extends AfterEvent {
  readonly name = 'group.quotaLevelReached';
  /** `quota/<sdkAppId>/<day>/<level>`: the idempotency key. */
  readonly id!: string;
  readonly sdkAppId!: number;
  /** The calendar day in the option `quota.timeZone`, such as `'2026-11-22'`. */
  readonly day!: string;
  /** The level of the option `quota.levels` that was reached; lower levels that the same jump passed get no event. */
  readonly level!: number;
  /** Net growth of the day until then, in groups. */
  readonly used!: number;
  /** The app's limit for the day, in groups. */
  readonly quota!: number;
  /** Share of the limit that is used. */
  readonly usage!: number;
  /** Groups that can still be created today. */
  readonly remaining!: number;
  /** `'chat'` if an alarm reached the level, `'counted'` if the creations that arrived here did. */
  readonly source!: 'chat' | 'counted';
  /** When the level was reached: the time of Chat's alarm or of the creation. */
  readonly at!: Date;
  /** Forecast at the pace of the last hour; `null` while it is not known. */
  readonly forecast!: QuotaForecast | null;
  /** The five operators with the most creations of the day, the most first; empty if no creation was counted. */
  readonly top!: readonly QuotaShare[];
  /** Number of the handler's attempt: 1 on the first delivery. */
  readonly attempt!: number;
  constructor(event: Omit<QuotaLevelReachedEvent, 'name' | keyof AfterEvent>, call?: EventCall) {
    super(call);
    Object.assign(this, event);
  }
}
