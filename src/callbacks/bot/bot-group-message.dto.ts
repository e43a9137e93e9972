import { byMember } from '../idempotency-key.js';
import { type MsgBody, WireMsgBody } from '../message/msg-body.js';
import { WireInteger, WireString, WireStrings } from '../wire.decorators.js';

/**
 * A user mentioned a bot in a group; mentioning everyone does not count.
 *
 * Idempotency key: `GroupId` and `MsgSeq`.
 *
 * @see vendor page 1047/68953
 */
export class BotGroupMessageDto {
  static readonly command = 'Bot.OnGroupMessage';
  static readonly event = 'bot.groupMessage';
  static readonly idempotencyKey = byMember('GroupId', 'MsgSeq');
  static readonly sample = {
    CallbackCommand: 'Bot.OnGroupMessage',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Public',
    From_Account: 'user_1001',
    Operator_Account: 'user_1001',
    Random: 82344003,
    MsgSeq: 12,
    MsgTime: 1767225600,
    OnlineOnlyFlag: 0,
    MsgBody: [
      {
        MsgType: 'TIMTextElem',
        MsgContent: {
          Text: '@@RBT#001 summarize',
        },
      },
    ],
    AtRobots_Account: ['@RBT#001'],
    CloudCustomData: '',
    EventTime: 1767225600123,
  };

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString()
  GroupId!: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString()
  Type!: string;

  /** Sender. */
  @WireString()
  From_Account!: string;

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** Unsigned 32-bit random number of the send request. */
  @WireInteger()
  Random!: number;

  /** Unsigned 32-bit sequence number. */
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

  /** UserIDs of the bots that are mentioned. */
  @WireStrings()
  AtRobots_Account!: string[];

  /** Custom data of the message; absent when the sender set none. */
  @WireString({ optional: true })
  CloudCustomData?: string;

  /** Topic ID, of a message or event in a topic. */
  @WireString({ optional: true })
  TopicId?: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
