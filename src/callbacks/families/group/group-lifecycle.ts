import { rejectVerdicts } from '../../verdicts/reject-verdicts.js';
import { WireInteger, WireObject, WireObjects, WireString } from '../../wire/wire-decorators.js';
import {
  GroupCreationBody,
  GroupProfileBody,
  Member,
  OperatedGroupBody,
  PossibleMember,
  TypedGroupBody,
  UserDefinedData,
} from './group-body.js';

/** A group is about to be created (page 1047/34368; CN 269/1662). */
export class GroupBeforeCreateDto extends GroupCreationBody {
  static readonly command = 'Group.CallbackBeforeCreateGroup';
  static readonly event = 'group.beforeCreate';
  static readonly verdicts = rejectVerdicts(this.command, [10_100, 10_200]);
  /** UserID of the new group's owner; REST may create groups without one. */
  @WireString({ optional: true }) Owner_Account?: string;
  /** Groups of the same type that the user has created; not in the newest documentation. */
  @WireInteger({ optional: true }) CreateGroupNum?: number;
  @WireObjects(() => PossibleMember, { optional: true }) MemberList?: PossibleMember[];
  /** Groups that the user has, by type; seen in an SDK only. */
  @WireObject(() => Object, { optional: true }) CreatedGroupNum?: Record<string, unknown>;
  /** Such as `DisableInvite`; seen in an SDK only. */
  @WireString({ optional: true }) InviteOption?: string;
}

/** A group was created from a client or over REST. For communities it comes 3 s later (page 1047/34369; CN 269/1663). */
export class GroupCreatedDto extends OperatedGroupBody {
  static readonly command = 'Group.CallbackAfterCreateGroup';
  static readonly event = 'group.created';
  @WireString({ optional: true }) Owner_Account?: string;
  @WireString() Name!: string;
  @WireObjects(() => Member, { optional: true }) MemberList?: Member[];
  /** Custom group fields; off unless enabled for the app. */
  @WireObjects(() => UserDefinedData, { optional: true }) UserDefinedDataList?: UserDefinedData[];
}

/** A group was disbanded from a client or over REST (page 1047/34377). */
export class GroupDestroyedDto extends TypedGroupBody {
  static readonly command = 'Group.CallbackAfterGroupDestroyed';
  static readonly event = 'group.destroyed';
  @WireString({ optional: true }) Owner_Account?: string;
  @WireString({ optional: true }) Name?: string;
  /** Members at the time; not sent for communities. */
  @WireObjects(() => Member, { optional: true }) MemberList?: Member[];
}

/**
 * Name, introduction, notice or avatar of a group changed. The English console documentation puts the quota alarm under
 * the same switch, so an app that wants the alarm gets these as well (page 1047/34378).
 */
export class GroupInfoChangedDto extends GroupProfileBody {
  static readonly command = 'Group.CallbackAfterGroupInfoChanged';
  static readonly event = 'group.infoChanged';
}

/** An attribute; its members are in lower case on the wire. */
class GroupAttribute {
  @WireString() key!: string;
  /** Probably absent when the attribute was deleted. */
  @WireString({ optional: true }) value?: string;
}

/** Custom attributes of a group were set, modified, cleared or deleted (page 1047/60394). */
export class GroupAttributesChangedDto extends OperatedGroupBody {
  static readonly command = 'Group.CallbackAfterGroupAttrChanged';
  static readonly event = 'group.attributesChanged';
  /** `set`, `modify`, `clear` or `delete`. */
  @WireString({ optional: true }) OptionType?: string;
  @WireObjects(() => GroupAttribute, { optional: true }) GroupAttr?: GroupAttribute[];
}

/** Ownership was transferred from a client or over REST (page 1047/60396). */
export class GroupOwnerChangedDto extends OperatedGroupBody {
  static readonly command = 'Group.CallbackAfterChangeGroupOwner';
  static readonly event = 'group.ownerChanged';
  @WireString() OldOwner_Account!: string;
  @WireString() NewOwner_Account!: string;
}
