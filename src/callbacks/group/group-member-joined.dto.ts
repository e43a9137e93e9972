import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';
import { Member } from './member.js';

/**
 * Users joined by application, invitation or REST add.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/34372; CN 269/1667
 */
export class GroupMemberJoinedDto {
  static readonly command = 'Group.CallbackAfterNewMemberJoin';
  static readonly event = 'group.memberJoined';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterNewMemberJoin',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Public',
    JoinType: 'Apply',
    Operator_Account: 'user_1004',
    NewMemberList: [
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

  /** Apply | Invited. */
  @WireString()
  JoinType!: string;

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** New members. */
  @WireObjects(() => Member)
  NewMemberList!: Member[];

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
