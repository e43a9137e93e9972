import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireString, WireStrings } from '../wire.decorators.js';

/**
 * Topics were deleted. Shares the switch of `group.destroyed`.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/49465
 */
export class GroupTopicDestroyedDto {
  static readonly command = 'Group.CallbackAfterTopicDestroyed';
  static readonly event = 'group.topicDestroyed';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterTopicDestroyed',
    GroupId: '@TGS#_@TGS#cABCDEFGHI',
    Type: 'Community',
    TopicIdList: ['@TGS#_@TGS#cABCDEFGHI@TOPIC#_news'],
  };

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString()
  GroupId!: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString()
  Type!: string;

  /** IDs of the topics. */
  @WireStrings()
  TopicIdList!: string[];

  /** When it happened, in ms since the epoch; not documented for this command. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
