import { byTimedBody } from '../idempotency-key.js';
import { rejectVerdicts } from '../verdicts/reject-verdicts.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A topic is about to be created. Shares the switch of `group.beforeCreate`. The body does not say which
 * community the topic is for.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/49463
 */
export class GroupBeforeCreateTopicDto {
  static readonly command = 'Group.CallbackBeforeCreateTopic';
  static readonly event = 'group.beforeCreateTopic';
  static readonly verdicts = rejectVerdicts('Group.CallbackBeforeCreateTopic', [10_100, 10_200]);
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackBeforeCreateTopic',
    Operator_Account: 'user_1001',
    Type: 'Community',
    Name: 'announcements',
  };

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString()
  Type!: string;

  /** Topic name. */
  @WireString()
  Name!: string;

  /** When it happened, in ms since the epoch; not documented for this command. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
