import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';
import { Member } from './member.js';

/**
 * A member left or was removed.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/34373; CN 269/1668
 */
export class GroupMemberLeftDto {
  static readonly command = 'Group.CallbackAfterMemberExit';
  static readonly event = 'group.memberLeft';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterMemberExit',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Public',
    ExitType: 'Kicked',
    Operator_Account: 'user_1001',
    ExitMemberList: [
      {
        Member_Account: 'user_1004',
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

  /** Kicked | Quit. */
  @WireString()
  ExitType!: string;

  /** UserID: who removed the member, or the member who left. */
  @WireString()
  Operator_Account!: string;

  /** Members that left. */
  @WireObjects(() => Member)
  ExitMemberList!: Member[];

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
