import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';
import { Member } from './member.js';
import { UserDefinedData } from './user-defined-data.js';

/**
 * A group was created from a client or over REST.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/34369; CN 269/1663
 */
export class GroupCreatedDto {
  static readonly command = 'Group.CallbackAfterCreateGroup';
  static readonly event = 'group.created';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterCreateGroup',
    GroupId: '@TGS#2ABCDEFGH',
    Operator_Account: 'admin',
    Owner_Account: 'user_1001',
    Type: 'Public',
    Name: 'book club',
    MemberList: [
      {
        Member_Account: 'user_1002',
      },
      {
        Member_Account: 'user_1003',
      },
    ],
    UserDefinedDataList: [
      {
        Key: 'Season',
        Value: 'winter',
      },
    ],
    EventTime: '1767225600123',
  };

  /** ID of the new group. */
  @WireString()
  GroupId!: string;

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** Owner. */
  @WireString({ optional: true })
  Owner_Account?: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString()
  Type!: string;

  /** Group name. */
  @WireString()
  Name!: string;

  /** Initial members. */
  @WireObjects(() => Member, { optional: true })
  MemberList?: Member[];

  /** Custom group fields; off unless enabled for the app. */
  @WireObjects(() => UserDefinedData, { optional: true })
  UserDefinedDataList?: UserDefinedData[];

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
