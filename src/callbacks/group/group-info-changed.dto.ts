import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * Name, introduction, notice or avatar of a group changed. The English console documentation puts the quota alarm
 * under the same switch, so an app that wants the alarm gets these as well.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/34378
 */
export class GroupInfoChangedDto {
  static readonly command = 'Group.CallbackAfterGroupInfoChanged';
  static readonly event = 'group.infoChanged';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterGroupInfoChanged',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Public',
    Operator_Account: 'user_1001',
    Notification: 'meeting moved to Friday',
    EventTime: '1767225600123',
  };

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString()
  GroupId!: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString()
  Type!: string;

  /** UserID of whoever changed it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** The new name, only if it changed. */
  @WireString({ optional: true })
  Name?: string;

  /** The new introduction, only if it changed. */
  @WireString({ optional: true })
  Introduction?: string;

  /** The new notice, only if it changed. */
  @WireString({ optional: true })
  Notification?: string;

  /** The new avatar URL, only if it changed. */
  @WireString({ optional: true })
  FaceUrl?: string;

  /** When it happened, in ms since the epoch; absent from older captures. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
