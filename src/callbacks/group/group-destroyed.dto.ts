import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';
import { Member } from './member.js';

/**
 * A group was disbanded from a client or over REST.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/34377
 */
export class GroupDestroyedDto {
  static readonly command = 'Group.CallbackAfterGroupDestroyed';
  static readonly event = 'group.destroyed';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackAfterGroupDestroyed',
    GroupId: '@TGS#2ABCDEFGH',
    Type: 'Public',
    Owner_Account: 'user_1001',
    Name: 'book club',
    MemberList: [
      {
        Member_Account: 'user_1001',
      },
      {
        Member_Account: 'user_1002',
      },
    ],
    EventTime: '1767225600123',
  };

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString()
  GroupId!: string;

  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString()
  Type!: string;

  /** Owner. */
  @WireString({ optional: true })
  Owner_Account?: string;

  /** Name of the group. */
  @WireString({ optional: true })
  Name?: string;

  /** Members at the time; not sent for communities. */
  @WireObjects(() => Member, { optional: true })
  MemberList?: Member[];

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
