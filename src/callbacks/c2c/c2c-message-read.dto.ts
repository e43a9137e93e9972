import { byRequestId } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A client reports read, or admin_set_msg_read is called over REST.
 *
 * Idempotency key: `RequestId`, where there is one.
 *
 * @see vendor page 1047/43465
 */
export class C2cMessageReadDto {
  static readonly command = 'C2C.CallbackAfterMsgReport';
  static readonly event = 'c2c.messageRead';
  static readonly idempotencyKey = byRequestId;
  static readonly sample = {
    CallbackCommand: 'C2C.CallbackAfterMsgReport',
    Report_Account: 'user_1002',
    Peer_Account: 'user_1001',
    LastReadTime: 1767225600,
    UnreadMsgNum: 2,
  };

  /** User who read. */
  @WireString()
  Report_Account!: string;

  /** Other side of the conversation. */
  @WireString()
  Peer_Account!: string;

  /** Read up to this time; the unit is not documented, the sample is in seconds. */
  @WireInteger()
  LastReadTime!: number;

  /** Total unread one-to-one messages of Report_Account. */
  @WireInteger({ signed: true })
  UnreadMsgNum!: number;
}
