import { rejectVerdicts } from '../../verdicts/reject-verdicts.js';
import { WireObjects, WireString, WireStrings } from '../../wire/wire-decorators.js';
import {
  GroupCreationBody,
  GroupProfileBody,
  OperatedGroupBody,
  TypedGroupBody,
  UserDefinedData,
} from './group-body.js';

/** A topic is about to be created. Shares the switch of `group.beforeCreate`. The body names no community (page 1047/49463). */
export class GroupBeforeCreateTopicDto extends GroupCreationBody {
  static readonly command = 'Group.CallbackBeforeCreateTopic';
  static readonly event = 'group.beforeCreateTopic';
  static readonly verdicts = rejectVerdicts(this.command, [10_100, 10_200]);
}

/** A topic was created. Shares the switch of `group.created` (page 1047/49464). */
export class GroupTopicCreatedDto extends OperatedGroupBody {
  static readonly command = 'Group.CallbackAfterCreateTopic';
  static readonly event = 'group.topicCreated';
  @WireString() TopicId!: string;
  /** UserID of the group's owner. */
  @WireString() Owner_Account!: string;
  @WireString() Name!: string;
  /** Custom fields; off by default. */
  @WireObjects(() => UserDefinedData, { optional: true }) UserDefinedDataList?: UserDefinedData[];
}

/** Topics were deleted. Shares the switch of `group.destroyed` (page 1047/49465). */
export class GroupTopicDestroyedDto extends TypedGroupBody {
  static readonly command = 'Group.CallbackAfterTopicDestroyed';
  static readonly event = 'group.topicDestroyed';
  @WireStrings() TopicIdList!: string[];
}

/**
 * Name, introduction, notice or avatar of a topic changed. Shares the switch of `group.infoChanged`. No `TopicId` is
 * documented; a real body may well have one (page 1047/49466).
 */
export class GroupTopicInfoChangedDto extends GroupProfileBody {
  static readonly command = 'Group.CallbackAfterTopicInfoChanged';
  static readonly event = 'group.topicInfoChanged';
}
