import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * Name, introduction, notice or avatar of a topic changed. Shares the switch of `group.infoChanged`. No
 * `TopicId` is documented; a real body may well have one.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/49466
 */
export class GroupTopicInfoChangedDto {
  static readonly command = 'Group.CallbackAfterTopicInfoChanged';
  static readonly event = 'group.topicInfoChanged';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterTopicInfoChanged',
    GroupId: '@TGS#_@TGS#cABCDEFGHI',
    Type: 'Community',
    Operator_Account: 'user_1001',
    Name: 'headlines',
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

  /** If changed. */
  @WireString({ optional: true })
  Name?: string;

  /** If changed. */
  @WireString({ optional: true })
  Introduction?: string;

  /** If changed. */
  @WireString({ optional: true })
  Notification?: string;

  /** If changed. */
  @WireString({ optional: true })
  FaceUrl?: string;

  /** When it happened, in ms since the epoch; not documented for this command. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
