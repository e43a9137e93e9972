import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';
import { Member } from './member.js';

/** How often a message was read. */
export class GroupMsgReceipt {
  /** Unsigned 32-bit sequence number. */
  @WireInteger()
  MsgSeq!: number;

  /** Members that read. */
  @WireInteger()
  ReadNum!: number;

  /** Members that did not. */
  @WireInteger()
  UnreadNum!: number;

  /** Who read. */
  @WireObjects(() => Member, { optional: true })
  ReadReceiptMembers?: Member[];
}

/**
 * A message with a read receipt was sent, or members confirmed that they read it. Not in communities.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/60395
 */
export class GroupMessageReadDto {
  static readonly command = 'Group.CallbackAfterReadReceipt';
  static readonly event = 'group.messageRead';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterReadReceipt',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Public',
    GroupMsgReceiptList: [
      {
        MsgSeq: 11,
        ReadNum: 1,
        UnreadNum: 6,
        ReadReceiptMembers: [
          {
            Member_Account: 'user_1002',
          },
        ],
      },
    ],
    EventTime: '1767225600123',
  };

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString()
  GroupId!: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString()
  Type!: string;

  /** Receipts. */
  @WireObjects(() => GroupMsgReceipt)
  GroupMsgReceiptList!: GroupMsgReceipt[];

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
