import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';

/** A message that was recalled. */
export class RecalledMessage {
  /** Unsigned 32-bit sequence number. */
  @WireInteger()
  MsgSeq!: number;
}

/**
 * A group message was recalled from a client or over REST. Absent from the current list of commands, so
 * perhaps retired.
 *
 * Idempotency key: its time with the body.
 *
 * @see no vendor page is known
 */
export class GroupMessageRecalledDto {
  static readonly command = 'Group.CallbackAfterRecallMsg';
  static readonly event = 'group.messageRecalled';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterRecallMsg',
    Operator_Account: 'user_1001',
    Type: 'Public',
    GroupId: '@TGS#2ABCDEFGH',
    MsgSeqList: [
      {
        MsgSeq: 130,
      },
    ],
    EventTime: '1767225600123',
  };

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString()
  Type!: string;

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString()
  GroupId!: string;

  /** Recalled messages. */
  @WireObjects(() => RecalledMessage)
  MsgSeqList!: RecalledMessage[];

  /** Topic ID, when the message was in a topic. */
  @WireString({ optional: true })
  TopicId?: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
