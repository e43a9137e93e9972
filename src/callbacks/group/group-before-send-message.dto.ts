import { byTimedBody } from '../idempotency-key.js';
import { type MsgBody, WireMsgBody } from '../message/msg-body.js';
import { messageVerdicts } from '../verdicts/message-verdicts.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A group message is about to be delivered.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/34374 (Live rooms: 647/74347)
 */
export class GroupBeforeSendMessageDto {
  static readonly command = 'Group.CallbackBeforeSendMsg';
  static readonly event = 'group.beforeSendMessage';
  static readonly verdicts = messageVerdicts('Group.CallbackBeforeSendMsg', [10_100, 10_200]);
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackBeforeSendMsg',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Community',
    From_Account: 'user_1001',
    Operator_Account: 'user_1001',
    Random: 2804799001,
    MsgId: '144115200000000001-1767225600-1000002',
    OnlineOnlyFlag: 0,
    MsgBody: [
      {
        MsgType: 'TIMTextElem',
        MsgContent: {
          Text: 'hi all',
        },
      },
    ],
    CloudCustomData: '',
    TopicId: '@TGS#_@TGS#cABCDEFGHI@TOPIC#_news',
    EventTime: '1767225600123',
  };

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString()
  GroupId!: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString()
  Type!: string;

  /** UserID of the sender; `@TLS#NOT_FOUND` for REST calls that name none. */
  @WireString()
  From_Account!: string;

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** Unsigned 32-bit random number of the send request. */
  @WireInteger()
  Random!: number;

  /** The client's own identifier of the message; a later addition, absent from older captures. */
  @WireString({ optional: true })
  MsgId?: string;

  /** 1 for a message that only users who are online get, 0 for a normal one. */
  @WireInteger({ optional: true })
  OnlineOnlyFlag?: number;

  /** The elements of the message, in their order. */
  @WireMsgBody()
  MsgBody!: MsgBody;

  /** Custom data of the message; absent when the sender set none. */
  @WireString({ optional: true })
  CloudCustomData?: string;

  /** Topic ID, of a message or event in a topic. */
  @WireString({ optional: true })
  TopicId?: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;

  /** Undocumented; `Normal` in a capture. */
  @WireString({ optional: true })
  MsgPriority?: string;
}
