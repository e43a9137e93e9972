import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * Ownership was transferred from a client or over REST.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/60396
 */
export class GroupOwnerChangedDto {
  static readonly command = 'Group.CallbackAfterChangeGroupOwner';
  static readonly event = 'group.ownerChanged';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterChangeGroupOwner',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Public',
    Operator_Account: 'admin',
    OldOwner_Account: 'user_1001',
    NewOwner_Account: 'user_1002',
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

  /** Previous owner. */
  @WireString()
  OldOwner_Account!: string;

  /** New owner. */
  @WireString()
  NewOwner_Account!: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
