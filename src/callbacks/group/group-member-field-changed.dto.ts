import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * Role or name card of a member changed, from a client or over REST.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/60393
 */
export class GroupMemberFieldChangedDto {
  static readonly command = 'Group.CallbackAfterMemberFieldChanged';
  static readonly event = 'group.memberFieldChanged';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterMemberFieldChanged',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Public',
    Operator_Account: 'admin',
    Member_Account: 'user_1002',
    Role: 'Admin',
    NameCard: 'Bob (host)',
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

  /** UserID of the member whose profile changed. */
  @WireString({ optional: true })
  Member_Account?: string;

  /** Another spelling of `Member_Account`, seen in an SDK only. */
  @WireString({ optional: true })
  Modified_Account?: string;

  /** Admin = made admin, Member = admin right removed. */
  @WireString({ optional: true })
  Role?: string;

  /** New name card. */
  @WireString({ optional: true })
  NameCard?: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
