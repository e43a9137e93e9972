import { AfterEvent } from '../after-event.js';
import type { EventCall } from '../event-call.js';
import type { QuotaShare } from './quota-share.js';

/**
 * Groups are suddenly created so fast that the day's limit will not last: over three times the day's median pace and that of the
 * half hour before. Emitted once per app and day. After a failure or a crash in its handlers it is emitted again with the same `id`.
 */
export class QuotaSpikeEvent extends AfterEvent {
  readonly name = 'group.quotaSpike';
  /** `quota/<sdkAppId>/<day>/spike`: the idempotency key. */
  readonly id!: string;
  readonly sdkAppId!: number;
  /** The calendar day in the option `quota.timeZone`, such as `'2026-11-22'`. */
  readonly day!: string;
  /** Net growth in the last ten minutes, in groups per hour. */
  readonly perHour!: number;
  /** The day's median, in groups per hour. */
  readonly medianPerHour!: number;
  /** Net growth of the day until then, in groups. */
  readonly used!: number;
  /** The app's limit for the day, in groups. */
  readonly quota!: number;
  /** When the limit is reached at this pace. */
  readonly exhaustsAt!: Date;
  /** The five operators with the most creations of the day, the most first. */
  readonly top!: readonly QuotaShare[];
  readonly at!: Date;
  /** 1 on the first delivery. */
  readonly attempt!: number;

  constructor(event: Omit<QuotaSpikeEvent, 'name' | keyof AfterEvent>, call?: EventCall) {
    super(call);
    Object.assign(this, event);
  }
}
