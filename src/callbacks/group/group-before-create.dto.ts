import { byTimedBody } from '../idempotency-key.js';
import { rejectVerdicts } from '../verdicts/reject-verdicts.js';
import { WireInteger, WireObject, WireObjects, WireString } from '../wire.decorators.js';
import { Member } from './member.js';

/**
 * A group is about to be created.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/34368; CN 269/1662
 */
export class GroupBeforeCreateDto {
  static readonly command = 'Group.CallbackBeforeCreateGroup';
  static readonly event = 'group.beforeCreate';
  static readonly verdicts = rejectVerdicts('Group.CallbackBeforeCreateGroup', [10_100, 10_200]);
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackBeforeCreateGroup',
    Operator_Account: 'user_1001',
    Owner_Account: 'user_1001',
    Type: 'Public',
    Name: 'book club',
    CreateGroupNum: 4,
    MemberList: [
      {
        Member_Account: 'user_1002',
      },
    ],
    EventTime: '1767225600123',
  };

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** Owner of the new group; REST may create groups without owner. */
  @WireString({ optional: true })
  Owner_Account?: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString()
  Type!: string;

  /** Group name. */
  @WireString()
  Name!: string;

  /** Groups of the same type that the user has created; not in the newest documentation. */
  @WireInteger({ optional: true })
  CreateGroupNum?: number;

  /** Initial members. */
  @WireObjects(() => Member, { optional: true })
  MemberList?: Member[];

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;

  /** Groups that the user has, by type; seen in an SDK only. */
  @WireObject(() => Object, { optional: true })
  CreatedGroupNum?: Record<string, unknown>;

  /** Such as `DisableInvite`; seen in an SDK only. */
  @WireString({ optional: true })
  InviteOption?: string;
}
