// Written from the catalogue by "npm run generate".
import type {
  AlertRequestOverLimitDto,
  BotC2cMessageDto,
  BotGroupMessageDto,
  C2cBeforeSendMessageDto,
  C2cMessageExtensionChangedDto,
  C2cMessageReadDto,
  C2cMessageRecalledDto,
  C2cMessageSentDto,
  CallEndedDto,
  CallMemberChangedDto,
  CallStartedDto,
  ChatbotC2cSignalDto,
  ContentModeratedDto,
  FollowAddedDto,
  FollowDeletedDto,
  GroupAttributesChangedDto,
  GroupBeforeApplyJoinDto,
  GroupBeforeCreateDto,
  GroupBeforeCreateTopicDto,
  GroupBeforeInviteJoinDto,
  GroupBeforeSendMessageDto,
  GroupCreatedDto,
  GroupDestroyedDto,
  GroupFullDto,
  GroupInfoChangedDto,
  GroupMemberFieldChangedDto,
  GroupMemberJoinedDto,
  GroupMemberLeftDto,
  GroupMemberStateChangedDto,
  GroupMessageExtensionChangedDto,
  GroupMessageFailedDto,
  GroupMessageReadDto,
  GroupMessageRecalledDto,
  GroupMessageSentDto,
  GroupOwnerChangedDto,
  GroupQuotaAlarmDto,
  GroupTopicCreatedDto,
  GroupTopicDestroyedDto,
  GroupTopicInfoChangedDto,
  LiveRoomThresholdReachedDto,
  OfficialAccountBeforeCreateDto,
  OfficialAccountBeforeSendMessageDto,
  OfficialAccountBeforeSubscribeDto,
  OfficialAccountCreatedDto,
  OfficialAccountDestroyedDto,
  OfficialAccountFullDto,
  OfficialAccountInfoChangedDto,
  OfficialAccountMessageRecalledDto,
  OfficialAccountMessageSentDto,
  OfficialAccountSubscribedDto,
  OfficialAccountUnsubscribedDto,
  ProfileUpdatedDto,
  PushAllMemberPushDto,
  PushOfflinePushDto,
  SnsBeforeFriendAddDto,
  SnsBeforeFriendResponseDto,
  SnsBlackListAddedDto,
  SnsBlackListDeletedDto,
  SnsFriendAddedDto,
  SnsFriendDeletedDto,
  StateChangedDto,
} from '../callbacks/index.js';
import type { EventOf } from './event-map.js';

/** Event `state.changed` of `State.StateChange`. */
export type StateChangedEvent = EventOf<typeof StateChangedDto>;

/** Event `profile.updated` of `Profile.CallbackPortraitSet`. */
export type ProfileUpdatedEvent = EventOf<typeof ProfileUpdatedDto>;

/** Event `sns.beforeFriendAdd` of `Sns.CallbackPrevFriendAdd`. */
export type SnsBeforeFriendAddEvent = EventOf<typeof SnsBeforeFriendAddDto>;

/** Event `sns.beforeFriendResponse` of `Sns.CallbackPrevFriendResponse`. */
export type SnsBeforeFriendResponseEvent = EventOf<typeof SnsBeforeFriendResponseDto>;

/** Event `sns.blackListAdded` of `Sns.CallbackBlackListAdd`. */
export type SnsBlackListAddedEvent = EventOf<typeof SnsBlackListAddedDto>;

/** Event `sns.blackListDeleted` of `Sns.CallbackBlackListDelete`. */
export type SnsBlackListDeletedEvent = EventOf<typeof SnsBlackListDeletedDto>;

/** Event `sns.friendAdded` of `Sns.CallbackFriendAdd`. */
export type SnsFriendAddedEvent = EventOf<typeof SnsFriendAddedDto>;

/** Event `sns.friendDeleted` of `Sns.CallbackFriendDelete`. */
export type SnsFriendDeletedEvent = EventOf<typeof SnsFriendDeletedDto>;

/** Event `follow.added` of `Follow.CallbackAfterFollowAdd`. */
export type FollowAddedEvent = EventOf<typeof FollowAddedDto>;

/** Event `follow.deleted` of `Follow.CallbackAfterFollowDelete`. */
export type FollowDeletedEvent = EventOf<typeof FollowDeletedDto>;

/** Event `c2c.beforeSendMessage` of `C2C.CallbackBeforeSendMsg`. */
export type C2cBeforeSendMessageEvent = EventOf<typeof C2cBeforeSendMessageDto>;

/** Event `c2c.messageExtensionChanged` of `C2C.CallbackAfterC2CMsgExtension`. */
export type C2cMessageExtensionChangedEvent = EventOf<typeof C2cMessageExtensionChangedDto>;

/** Event `c2c.messageRead` of `C2C.CallbackAfterMsgReport`. */
export type C2cMessageReadEvent = EventOf<typeof C2cMessageReadDto>;

/** Event `c2c.messageRecalled` of `C2C.CallbackAfterMsgWithDraw`. */
export type C2cMessageRecalledEvent = EventOf<typeof C2cMessageRecalledDto>;

/** Event `c2c.messageSent` of `C2C.CallbackAfterSendMsg`. */
export type C2cMessageSentEvent = EventOf<typeof C2cMessageSentDto>;

/** Event `group.attributesChanged` of `Group.CallbackAfterGroupAttrChanged`. */
export type GroupAttributesChangedEvent = EventOf<typeof GroupAttributesChangedDto>;

/** Event `group.beforeApplyJoin` of `Group.CallbackBeforeApplyJoinGroup`. */
export type GroupBeforeApplyJoinEvent = EventOf<typeof GroupBeforeApplyJoinDto>;

/** Event `group.beforeCreateTopic` of `Group.CallbackBeforeCreateTopic`. */
export type GroupBeforeCreateTopicEvent = EventOf<typeof GroupBeforeCreateTopicDto>;

/** Event `group.beforeCreate` of `Group.CallbackBeforeCreateGroup`. */
export type GroupBeforeCreateEvent = EventOf<typeof GroupBeforeCreateDto>;

/** Event `group.beforeInviteJoin` of `Group.CallbackBeforeInviteJoinGroup`. */
export type GroupBeforeInviteJoinEvent = EventOf<typeof GroupBeforeInviteJoinDto>;

/** Event `group.beforeSendMessage` of `Group.CallbackBeforeSendMsg`. */
export type GroupBeforeSendMessageEvent = EventOf<typeof GroupBeforeSendMessageDto>;

/** Event `group.created` of `Group.CallbackAfterCreateGroup`. */
export type GroupCreatedEvent = EventOf<typeof GroupCreatedDto>;

/** Event `group.destroyed` of `Group.CallbackAfterGroupDestroyed`. */
export type GroupDestroyedEvent = EventOf<typeof GroupDestroyedDto>;

/** Event `group.full` of `Group.CallbackAfterGroupFull`. */
export type GroupFullEvent = EventOf<typeof GroupFullDto>;

/** Event `group.infoChanged` of `Group.CallbackAfterGroupInfoChanged`. */
export type GroupInfoChangedEvent = EventOf<typeof GroupInfoChangedDto>;

/** Event `group.memberFieldChanged` of `Group.CallbackAfterMemberFieldChanged`. */
export type GroupMemberFieldChangedEvent = EventOf<typeof GroupMemberFieldChangedDto>;

/** Event `group.memberJoined` of `Group.CallbackAfterNewMemberJoin`. */
export type GroupMemberJoinedEvent = EventOf<typeof GroupMemberJoinedDto>;

/** Event `group.memberLeft` of `Group.CallbackAfterMemberExit`. */
export type GroupMemberLeftEvent = EventOf<typeof GroupMemberLeftDto>;

/** Event `group.memberStateChanged` of `Group.CallbackOnMemberStateChange`. */
export type GroupMemberStateChangedEvent = EventOf<typeof GroupMemberStateChangedDto>;

/** Event `group.messageExtensionChanged` of `Group.CallbackAfterGroupMsgExtension`. */
export type GroupMessageExtensionChangedEvent = EventOf<typeof GroupMessageExtensionChangedDto>;

/** Event `group.messageFailed` of `Group.CallbackSendMsgException`. */
export type GroupMessageFailedEvent = EventOf<typeof GroupMessageFailedDto>;

/** Event `group.messageRead` of `Group.CallbackAfterReadReceipt`. */
export type GroupMessageReadEvent = EventOf<typeof GroupMessageReadDto>;

/** Event `group.messageRecalled` of `Group.CallbackAfterRecallMsg`. */
export type GroupMessageRecalledEvent = EventOf<typeof GroupMessageRecalledDto>;

/** Event `group.messageSent` of `Group.CallbackAfterSendMsg`. */
export type GroupMessageSentEvent = EventOf<typeof GroupMessageSentDto>;

/** Event `group.ownerChanged` of `Group.CallbackAfterChangeGroupOwner`. */
export type GroupOwnerChangedEvent = EventOf<typeof GroupOwnerChangedDto>;

/** Event `group.quotaAlarm` of `Group.CallbackOnDailyGroupQuotaAlarm`. */
export type GroupQuotaAlarmEvent = EventOf<typeof GroupQuotaAlarmDto>;

/** Event `group.topicCreated` of `Group.CallbackAfterCreateTopic`. */
export type GroupTopicCreatedEvent = EventOf<typeof GroupTopicCreatedDto>;

/** Event `group.topicDestroyed` of `Group.CallbackAfterTopicDestroyed`. */
export type GroupTopicDestroyedEvent = EventOf<typeof GroupTopicDestroyedDto>;

/** Event `group.topicInfoChanged` of `Group.CallbackAfterTopicInfoChanged`. */
export type GroupTopicInfoChangedEvent = EventOf<typeof GroupTopicInfoChangedDto>;

/** Event `officialAccount.beforeCreate` of `OfficialAccount.CallbackBeforeCreateOfficialAccount`. */
export type OfficialAccountBeforeCreateEvent = EventOf<typeof OfficialAccountBeforeCreateDto>;

/** Event `officialAccount.beforeSendMessage` of `OfficialAccount.CallbackBeforeSendMsg`. */
export type OfficialAccountBeforeSendMessageEvent = EventOf<typeof OfficialAccountBeforeSendMessageDto>;

/** Event `officialAccount.beforeSubscribe` of `OfficialAccount.CallbackBeforeAddSubscriber`. */
export type OfficialAccountBeforeSubscribeEvent = EventOf<typeof OfficialAccountBeforeSubscribeDto>;

/** Event `officialAccount.created` of `OfficialAccount.CallbackAfterCreateOfficialAccount`. */
export type OfficialAccountCreatedEvent = EventOf<typeof OfficialAccountCreatedDto>;

/** Event `officialAccount.destroyed` of `OfficialAccount.CallbackAfterOfficialAccountDestroyed`. */
export type OfficialAccountDestroyedEvent = EventOf<typeof OfficialAccountDestroyedDto>;

/** Event `officialAccount.full` of `OfficialAccount.CallbackAfterOfficialAccountFull`. */
export type OfficialAccountFullEvent = EventOf<typeof OfficialAccountFullDto>;

/** Event `officialAccount.infoChanged` of `OfficialAccount.CallbackAfterOfficialAccountInfoChanged`. */
export type OfficialAccountInfoChangedEvent = EventOf<typeof OfficialAccountInfoChangedDto>;

/** Event `officialAccount.messageRecalled` of `OfficialAccount.CallbackAfterMsgWithDraw`. */
export type OfficialAccountMessageRecalledEvent = EventOf<typeof OfficialAccountMessageRecalledDto>;

/** Event `officialAccount.messageSent` of `OfficialAccount.CallbackAfterSendMsg`. */
export type OfficialAccountMessageSentEvent = EventOf<typeof OfficialAccountMessageSentDto>;

/** Event `officialAccount.subscribed` of `OfficialAccount.CallbackAfterAddSubscriber`. */
export type OfficialAccountSubscribedEvent = EventOf<typeof OfficialAccountSubscribedDto>;

/** Event `officialAccount.unsubscribed` of `OfficialAccount.CallbackAfterDeleteSubscriber`. */
export type OfficialAccountUnsubscribedEvent = EventOf<typeof OfficialAccountUnsubscribedDto>;

/** Event `bot.c2cMessage` of `Bot.OnC2CMessage`. */
export type BotC2cMessageEvent = EventOf<typeof BotC2cMessageDto>;

/** Event `bot.groupMessage` of `Bot.OnGroupMessage`. */
export type BotGroupMessageEvent = EventOf<typeof BotGroupMessageDto>;

/** Event `chatbot.c2cSignal` of `Chatbot.OnC2CSignalMessage`. */
export type ChatbotC2cSignalEvent = EventOf<typeof ChatbotC2cSignalDto>;

/** Event `alert.requestOverLimit` of `Alert.RequestOverLimit`. */
export type AlertRequestOverLimitEvent = EventOf<typeof AlertRequestOverLimitDto>;

/** Event `content.moderated` of `ContentCallback.ResultNotify`. */
export type ContentModeratedEvent = EventOf<typeof ContentModeratedDto>;

/** Event `push.allMemberPush` of `Push.AllMemberPush`. */
export type PushAllMemberPushEvent = EventOf<typeof PushAllMemberPushDto>;

/** Event `push.offlinePush` of `Push.OfflinePush`. */
export type PushOfflinePushEvent = EventOf<typeof PushOfflinePushDto>;

/** Event `call.ended` of `Call.CallbackAfterEndCall`. */
export type CallEndedEvent = EventOf<typeof CallEndedDto>;

/** Event `call.memberChanged` of `Call.CallbackAfterMemberChanged`. */
export type CallMemberChangedEvent = EventOf<typeof CallMemberChangedDto>;

/** Event `call.started` of `Call.CallbackAfterStartCall`. */
export type CallStartedEvent = EventOf<typeof CallStartedDto>;

/** Event `live.roomThresholdReached` of `Live.CallbackAfterCreateRoomReachingThreshold`. */
export type LiveRoomThresholdReachedEvent = EventOf<typeof LiveRoomThresholdReachedDto>;
