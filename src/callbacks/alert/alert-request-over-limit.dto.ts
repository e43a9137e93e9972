import { byRequestId } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * Requests to a REST API passed 80 % of the app's limit. Sent without any switch as soon as there is a
 * callback URL.
 *
 * Idempotency key: `RequestId`, where there is one.
 *
 * @see vendor page 1047/60256
 */
export class AlertRequestOverLimitDto {
  static readonly command = 'Alert.RequestOverLimit';
  static readonly event = 'alert.requestOverLimit';
  static readonly idempotencyKey = byRequestId;
  static readonly sample = {
    CallbackCommand: 'Alert.RequestOverLimit',
    ServiceName: 'group_open_http_svc',
    Command: 'create_group',
    Request: 171,
    Limit: 200,
  };

  /** Internal service of the API, e.g. openim. */
  @WireString()
  ServiceName!: string;

  /** API command, e.g. batchsendmsg. */
  @WireString()
  Command!: string;

  /** Observed QPS. */
  @WireInteger()
  Request!: number;

  /** QPS threshold. */
  @WireInteger()
  Limit!: number;
}
