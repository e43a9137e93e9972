import { byTimedBody } from '../idempotency-key.js';
import { rejectVerdicts } from '../verdicts/reject-verdicts.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A user applies to join a group. Being allowed does not spare the approval of an administrator.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/34370
 */
export class GroupBeforeApplyJoinDto {
  static readonly command = 'Group.CallbackBeforeApplyJoinGroup';
  static readonly event = 'group.beforeApplyJoin';
  static readonly verdicts = rejectVerdicts('Group.CallbackBeforeApplyJoinGroup', [10_100, 10_200]);
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackBeforeApplyJoinGroup',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Public',
    Requestor_Account: 'user_1004',
    EventTime: '1767225600123',
  };

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString()
  GroupId!: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString()
  Type!: string;

  /** UserID of the applicant. */
  @WireString()
  Requestor_Account!: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
