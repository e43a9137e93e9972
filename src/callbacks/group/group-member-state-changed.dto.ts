import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';
import { Member } from './member.js';

/**
 * Members of an AVChatRoom came or went. Needs the online member list, a feature of the higher editions.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/48734
 */
export class GroupMemberStateChangedDto {
  static readonly command = 'Group.CallbackOnMemberStateChange';
  static readonly event = 'group.memberStateChanged';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Group.CallbackOnMemberStateChange',
    GroupId: '@TGS#2ABCDEFGH',
    EventType: 'Offline',
    EventCause: 'HeartbeatInterrupt',
    MemberList: [
      {
        Member_Account: 'user_1004',
      },
    ],
    EventTime: '1767225600123',
  };

  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString()
  GroupId!: string;

  /** Offline | Online. */
  @WireString()
  EventType!: string;

  /** `HeartbeatInterrupt`, `HeartbeatRecover`, `Join` or `Quit`. */
  @WireString({ optional: true })
  EventCause?: string;

  /** Affected members. */
  @WireObjects(() => Member)
  MemberList!: Member[];

  /** Seen in an SDK only: `AVChatRoom`. */
  @WireString({ optional: true })
  Type?: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
