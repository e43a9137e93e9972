import { byMember } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A message was recalled from a client or by admin_msgwithdraw. Mind the capital D in WithDraw.
 *
 * Idempotency key: `MsgKey`.
 *
 * @see vendor page 1047/43466
 */
export class C2cMessageRecalledDto {
  static readonly command = 'C2C.CallbackAfterMsgWithDraw';
  static readonly event = 'c2c.messageRecalled';
  static readonly idempotencyKey = byMember('MsgKey');
  static readonly sample = {
    CallbackCommand: 'C2C.CallbackAfterMsgWithDraw',
    From_Account: 'user_1001',
    To_Account: 'user_1002',
    MsgKey: '48001_2837001_1767225600',
    UnreadMsgNum: 2,
  };

  /** Sender. */
  @WireString()
  From_Account!: string;

  /** Receiver. */
  @WireString()
  To_Account!: string;

  /** Key of the message, also for recalling it over REST. */
  @WireString()
  MsgKey!: string;

  /** Total unread one-to-one messages of To_Account. */
  @WireInteger({ signed: true })
  UnreadMsgNum!: number;
}
