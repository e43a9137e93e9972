import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';
import { UserDefinedData } from './user-defined-data.js';

/**
 * A topic was created. Shares the switch of `group.created`.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/49464
 */
export class GroupTopicCreatedDto {
  static readonly command = 'Group.CallbackAfterCreateTopic';
  static readonly event = 'group.topicCreated';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterCreateTopic',
    GroupId: '@TGS#_@TGS#cABCDEFGHI',
    TopicId: '@TGS#_@TGS#cABCDEFGHI@TOPIC#_news',
    Operator_Account: 'admin',
    Owner_Account: 'user_1001',
    Type: 'Community',
    Name: 'news',
  };

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString()
  GroupId!: string;

  /** Topic ID, of a message or event in a topic. */
  @WireString()
  TopicId!: string;

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** Group owner. */
  @WireString()
  Owner_Account!: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString()
  Type!: string;

  /** Topic name. */
  @WireString()
  Name!: string;

  /** Custom fields; off by default. */
  @WireObjects(() => UserDefinedData, { optional: true })
  UserDefinedDataList?: UserDefinedData[];

  /** When it happened, in ms since the epoch; not documented for this command. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
