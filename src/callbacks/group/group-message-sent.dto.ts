import { byMember } from '../idempotency-key.js';
import { type MsgBody, WireMsgBody } from '../message/msg-body.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';

/** A mention in the message. */
export class GroupAtInfo {
  /** 1 = everyone, 0 = one member. */
  @WireInteger()
  GroupAtAllFlag!: number;

  /** Mentioned UserID when the flag is 0. */
  @WireString({ optional: true })
  GroupAt_Account?: string;
}

/**
 * A group message was sent successfully.
 *
 * Idempotency key: `GroupId` and `MsgSeq`.
 *
 * @see vendor page 1047/34375 (Live rooms: 647/74348)
 */
export class GroupMessageSentDto {
  static readonly command = 'Group.CallbackAfterSendMsg';
  static readonly event = 'group.messageSent';
  static readonly idempotencyKey = byMember('GroupId', 'MsgSeq');
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterSendMsg',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Public',
    From_Account: 'user_1001',
    Operator_Account: 'user_1001',
    Random: 82344001,
    MsgId: '144115200000000001-1767225600-1000003',
    MsgSeq: 11,
    MsgTime: 1767225600,
    OnlineOnlyFlag: 0,
    MsgBody: [
      {
        MsgType: 'TIMTextElem',
        MsgContent: {
          Text: 'hi @bob',
        },
      },
    ],
    CloudCustomData: '',
    EventTime: '1767225600123',
    GroupAtInfo: [
      {
        GroupAtAllFlag: 0,
        GroupAt_Account: 'user_1002',
      },
    ],
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
  @WireString({ optional: true })
  Operator_Account?: string;

  /** Unsigned 32-bit random number of the send request. */
  @WireInteger({ optional: true })
  Random?: number;

  /** The client's own identifier of the message; a later addition, absent from older captures. */
  @WireString({ optional: true })
  MsgId?: string;

  /** Sequence number in the group: sort key and identity of the message. */
  @WireInteger()
  MsgSeq!: number;

  /** When it was sent, in seconds since the epoch. */
  @WireInteger()
  MsgTime!: number;

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

  /** Mentions, 30 at the most. */
  @WireObjects(() => GroupAtInfo, { optional: true })
  GroupAtInfo?: GroupAtInfo[];

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;

  /** Undocumented; `Normal` in a capture. */
  @WireString({ optional: true })
  MsgPriority?: string;
}
