import { byMember } from '../../idempotency-key.js';
import { TimedBody } from '../timed-body.js';
import { WireInteger } from '../../wire/wire-decorators.js';

/**
 * The day's net growth of groups (created minus dissolved) is above 70 % of the app's limit. Sent after the creation of
 * a group; how often a day, and when the day begins, is not documented. Vendor page 1047/57455 (Chinese: 269/90841),
 * which differ on the console switch: switch on "group profile changed" as well as the alarm itself.
 */
export class GroupQuotaAlarmDto extends TimedBody {
  static readonly command = 'Group.CallbackOnDailyGroupQuotaAlarm';
  static readonly event = 'group.quotaAlarm';
  /** These members identify an alarm, and cost less than a hash over the body. */
  static override readonly idempotencyKey = byMember('EventTime', 'QuotaUsed', 'Quota');
  /** Net growth of the day so far, in groups. */
  @WireInteger() QuotaUsed!: number;
  /** The app's limit for the day, in groups. */
  @WireInteger() Quota!: number;

  /** Groups that can still be created today; 0 at and above the limit. */
  get remaining(): number {
    return Math.max(0, this.Quota - this.QuotaUsed);
  }

  /** Share of the limit that is used: 0.7321 for 7,321 of 10,000. Above 1 when the limit is exceeded. */
  get usage(): number {
    return this.Quota === 0 ? 1 : this.QuotaUsed / this.Quota;
  }
}
