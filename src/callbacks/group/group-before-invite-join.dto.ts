import { byTimedBody } from '../idempotency-key.js';
import { inviteVerdicts } from '../verdicts/invite-verdicts.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';
import { Member } from './member.js';

/**
 * Users are about to be invited into a group, or added over REST.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/34371
 */
export class GroupBeforeInviteJoinDto {
  static readonly command = 'Group.CallbackBeforeInviteJoinGroup';
  static readonly event = 'group.beforeInviteJoin';
  static readonly verdicts = inviteVerdicts('Group.CallbackBeforeInviteJoinGroup', [10_100, 10_200]);
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackBeforeInviteJoinGroup',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Public',
    Operator_Account: 'user_1001',
    DestinationMembers: [
      {
        Member_Account: 'user_1005',
      },
      {
        Member_Account: 'user_1006',
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

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** Users to be added. */
  @WireObjects(() => Member)
  DestinationMembers!: Member[];

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
