import { byTimedBody } from '../idempotency-key.js';
import { type MsgBody, WireMsgBody } from '../message/msg-body.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * Delivery of a group message failed: bad parameter, frequency limit, content filter, muted sender.
 * `ErrorCode` and `ErrorInfo` are what happened to the message.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/49462
 */
export class GroupMessageFailedDto {
  static readonly command = 'Group.CallbackSendMsgException';
  static readonly event = 'group.messageFailed';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackSendMsgException',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Public',
    From_Account: 'user_1001',
    Operator_Account: 'user_1001',
    Random: 82344002,
    OnlineOnlyFlag: 0,
    MsgBody: [
      {
        MsgType: 'TIMTextElem',
        MsgContent: {
          Text: 'spam',
        },
      },
    ],
    CloudCustomData: '',
    ErrorCode: 10023,
    ErrorInfo: 'message rate above limit',
    EventTime: '1767225600123',
  };

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString()
  GroupId!: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString({ optional: true })
  Type?: string;

  /** Sender. */
  @WireString()
  From_Account!: string;

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** Unsigned 32-bit random number of the send request. */
  @WireInteger()
  Random!: number;

  /** 1 for a message that only users who are online get, 0 for a normal one. */
  @WireInteger({ optional: true })
  OnlineOnlyFlag?: number;

  /** The elements of the message, in their order. */
  @WireMsgBody()
  MsgBody!: MsgBody;

  /** Custom data of the message; absent when the sender set none. */
  @WireString({ optional: true })
  CloudCustomData?: string;

  /**
   * Chat's code of the failure, such as 10023 for too many messages. A member of the request, not of an
   * answer.
   */
  @WireInteger({ signed: true })
  ErrorCode!: number;

  /** Failure text. */
  @WireString()
  ErrorInfo!: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
