import { AfterEvent } from '../after-event.js';
import type { EventCall } from '../event-call.js';

/**
 * The guard has rejected a creation because its operator has created too many groups (`quota.guard.perOperator`). Emitted once per
 * operator, app and day. After a failure or a crash in its handlers it is emitted again with the same `id`.
 */
export class QuotaOperatorLimitedEvent extends AfterEvent {
  readonly name = 'group.quotaOperatorLimited';
  /** `quota/<sdkAppId>/<day>/operator/<operator>`: the idempotency key. */
  readonly id!: string;
  readonly sdkAppId!: number;
  /** The calendar day in the option `quota.timeZone`, such as `'2026-11-22'`. */
  readonly day!: string;
  /** UserID of the operator. */
  readonly operator!: string;
  /** Groups that the operator has certainly created on the day. */
  readonly created!: number;
  /** The operator's limit. */
  readonly max!: number;
  /** When the creation was rejected. */
  readonly at!: Date;
  /** 1 on the first delivery. */
  readonly attempt!: number;

  constructor(event: Omit<QuotaOperatorLimitedEvent, 'name' | keyof AfterEvent>, call?: EventCall) {
    super(call);
    Object.assign(this, event);
  }
}
