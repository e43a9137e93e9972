import { inviteVerdicts } from '../../verdicts/refuse-verdicts.js';
import { rejectVerdicts } from '../../verdicts/reject-verdicts.js';
import { incomplete } from '../../wire/incomplete.js';
import { WireObjects, WireString } from '../../wire/wire-decorators.js';
import { GroupBody, Member, OperatedGroupBody, PossibleMember, TypedGroupBody } from './group-body.js';

/** A user applies to join a group. An administrator may still have to approve (page 1047/34370). */
export class GroupBeforeApplyJoinDto extends incomplete(TypedGroupBody) {
  static readonly command = 'Group.CallbackBeforeApplyJoinGroup';
  static readonly event = 'group.beforeApplyJoin';
  static readonly verdicts = rejectVerdicts(this.command, [10_100, 10_200]);
  @WireString({ optional: true }) Requestor_Account?: string;
}

/** Users are about to be invited into a group, or added over REST (page 1047/34371). */
export class GroupBeforeInviteJoinDto extends incomplete(OperatedGroupBody) {
  static readonly command = 'Group.CallbackBeforeInviteJoinGroup';
  static readonly event = 'group.beforeInviteJoin';
  static readonly verdicts = inviteVerdicts(this.command, [10_100, 10_200]);
  /** Users to be added. */
  @WireObjects(() => PossibleMember, { optional: true }) DestinationMembers?: PossibleMember[];
}

/** Users joined by application, by invitation or over REST (page 1047/34372; CN 269/1667). */
export class GroupMemberJoinedDto extends OperatedGroupBody {
  static readonly command = 'Group.CallbackAfterNewMemberJoin';
  static readonly event = 'group.memberJoined';
  /** `Apply` or `Invited`. */
  @WireString() JoinType!: string;
  @WireObjects(() => Member) NewMemberList!: Member[];
}

/** A member left, or was removed by `Operator_Account` (page 1047/34373; CN 269/1668). */
export class GroupMemberLeftDto extends OperatedGroupBody {
  static readonly command = 'Group.CallbackAfterMemberExit';
  static readonly event = 'group.memberLeft';
  /** `Kicked` or `Quit`. */
  @WireString() ExitType!: string;
  @WireObjects(() => Member) ExitMemberList!: Member[];
}

/** A group is full: the last one to join filled it, or could not join any more (page 1047/34376). */
export class GroupFullDto extends GroupBody {
  static readonly command = 'Group.CallbackAfterGroupFull';
  static readonly event = 'group.full';
}

/** Members of an AVChatRoom came or went. Needs the online member list of the higher editions (page 1047/48734). */
export class GroupMemberStateChangedDto extends GroupBody {
  static readonly command = 'Group.CallbackOnMemberStateChange';
  static readonly event = 'group.memberStateChanged';
  /** `Offline` or `Online`. */
  @WireString() EventType!: string;
  /** `HeartbeatInterrupt`, `HeartbeatRecover`, `Join` or `Quit`. */
  @WireString({ optional: true }) EventCause?: string;
  @WireObjects(() => Member) MemberList!: Member[];
  /** Seen in an SDK only: `AVChatRoom`. */
  @WireString({ optional: true }) Type?: string;
}

/** Role or name card of a member changed, from a client or over REST (page 1047/60393). */
export class GroupMemberFieldChangedDto extends OperatedGroupBody {
  static readonly command = 'Group.CallbackAfterMemberFieldChanged';
  static readonly event = 'group.memberFieldChanged';
  /** UserID of the member whose profile changed. */
  @WireString({ optional: true }) Member_Account?: string;
  /** Another spelling of `Member_Account`, seen in an SDK only. */
  @WireString({ optional: true }) Modified_Account?: string;
  /** `Admin` = made an administrator, `Member` = no longer one. */
  @WireString({ optional: true }) Role?: string;
  @WireString({ optional: true }) NameCard?: string;
}
