import { byRequestId } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire/wire-decorators.js';

/** Requests to a REST API passed 80 % of the app's limit. There is no switch for it (page 1047/60256). */
export class AlertRequestOverLimitDto {
  static readonly command = 'Alert.RequestOverLimit';
  static readonly event = 'alert.requestOverLimit';
  static readonly idempotencyKey = byRequestId;
  /** Chat's own service for the API, such as `openim`. */
  @WireString() ServiceName!: string;
  /** Command of the API, such as `batchsendmsg`. */
  @WireString() Command!: string;
  /** The measured rate, in requests per second. */
  @WireInteger() Request!: number;
  /** The limit, in requests per second. */
  @WireInteger() Limit!: number;
}
