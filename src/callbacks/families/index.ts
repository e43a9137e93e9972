/** Each by its name: through `export *` Node reads every file twice when an ES module imports from a CommonJS one. */
export { AlertRequestOverLimitDto } from './alert.js';
export { BotC2cMessageDto, BotGroupMessageDto, ChatbotC2cSignalDto } from './bot.js';
export {
  C2cBeforeSendMessageDto,
  C2cMessageSentDto,
  C2cMessageReadDto,
  C2cReadReceiptSentDto,
  C2cAllMessagesReadDto,
  C2cMessageRecalledDto,
  C2cMessageModifiedDto,
  C2cMessageExtensionChangedDto,
} from './c2c.js';
export { CallStartedDto, CallEndedDto, CallMemberChangedDto } from './call.js';
export { ContentModeratedDto } from './content.js';
export {
  ChatbotInterfaceInvocationDto,
  ChatbotBeforeAssignHumanDto,
  ChatbotBeforeAssignAgentDto,
  DeskSessionEventDto,
  DeskBeforeContactUserDto,
} from './desk.js';
export { FollowAddedDto, FollowDeletedDto } from './follow.js';
export {
  GroupBeforeCreateDto,
  GroupCreatedDto,
  GroupDestroyedDto,
  GroupInfoChangedDto,
  GroupAttributesChangedDto,
  GroupOwnerChangedDto,
} from './group/group-lifecycle.js';
export {
  GroupBeforeApplyJoinDto,
  GroupBeforeInviteJoinDto,
  GroupMemberJoinedDto,
  GroupMemberLeftDto,
  GroupFullDto,
  GroupMemberStateChangedDto,
  GroupMemberFieldChangedDto,
} from './group/group-members.js';
export {
  GroupBeforeSendMessageDto,
  GroupMessageSentDto,
  GroupMessageFailedDto,
  GroupMessageRecalledDto,
  GroupMessageModifiedDto,
  GroupMessageReadDto,
  GroupMessageExtensionChangedDto,
} from './group/group-messages.js';
export { GroupQuotaAlarmDto } from './group/group-quota.js';
export {
  GroupBeforeCreateTopicDto,
  GroupTopicCreatedDto,
  GroupTopicDestroyedDto,
  GroupTopicInfoChangedDto,
} from './group/group-topics.js';
export { LiveBattleCreatedDto, LiveBattleStartedDto, LiveBattleEndedDto } from './live/live-battles.js';
export { LiveBeforeSendGiftDto } from './live/live-gifts.js';
export {
  LiveRoomCreatedDto,
  LiveRoomDestroyedDto,
  LiveRoomInfoChangedDto,
  LiveMetadataSetDto,
  LiveMetadataDeletedDto,
  LiveMemberStateChangedDto,
  LiveOwnerChangedDto,
  LiveAdminsChangedDto,
  LiveRoomThresholdReachedDto,
} from './live/live-rooms.js';
export { MicSeatsChangedDto } from './mic.js';
export {
  OfficialAccountBeforeCreateDto,
  OfficialAccountCreatedDto,
  OfficialAccountInfoChangedDto,
  OfficialAccountDestroyedDto,
  OfficialAccountBeforeSubscribeDto,
  OfficialAccountSubscribedDto,
  OfficialAccountFullDto,
  OfficialAccountUnsubscribedDto,
  OfficialAccountBeforeSendMessageDto,
  OfficialAccountMessageSentDto,
  OfficialAccountMessageRecalledDto,
} from './official-account.js';
export { ProfileUpdatedDto } from './profile.js';
export { PushOfflinePushDto, PushAllMemberPushDto } from './push.js';
export { LiveRecordingChangedDto, CallRecordingChangedDto } from './recording.js';
export {
  RoomCreatedDto,
  RoomDestroyedDto,
  RoomInfoChangedDto,
  RoomMemberEnteredDto,
  RoomMemberLeftDto,
} from './room.js';
export {
  SnsBeforeFriendAddDto,
  SnsBeforeFriendResponseDto,
  SnsFriendAddedDto,
  SnsFriendDeletedDto,
  SnsBlackListAddedDto,
  SnsBlackListDeletedDto,
} from './sns.js';
export { StateChangedDto } from './state.js';
