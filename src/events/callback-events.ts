// Generated from the catalogue: run `npm run generate`.
import type * as callbacks from '../callbacks/families/index.js';
import type { EventOf } from './event-of.js';

// Not beside the classes: they are a floor below the events.
/** Requests to a REST API passed 80 % of the app's limit. Command `Alert.RequestOverLimit`. */
export type AlertRequestOverLimitEvent = EventOf<typeof callbacks.AlertRequestOverLimitDto>;
/** A user wrote to a bot, with or without an `@` before its UserID (page 1047/68952; CN 269/90407). Command `Bot.OnC2CMessage`. */
export type BotC2cMessageEvent = EventOf<typeof callbacks.BotC2cMessageDto>;
/** A user mentioned a bot in a group; mentioning everyone does not count (page 1047/68953). Command `Bot.OnGroupMessage`. */
export type BotGroupMessageEvent = EventOf<typeof callbacks.BotGroupMessageDto>;
/** A client sent a chatbot a signal. Command `Chatbot.OnC2CSignalMessage`. */
export type ChatbotC2cSignalEvent = EventOf<typeof callbacks.ChatbotC2cSignalDto>;
/** A one-to-one message is about to be delivered. Command `C2C.CallbackBeforeSendMsg`. */
export type C2cBeforeSendMessageEvent = EventOf<typeof callbacks.C2cBeforeSendMessageDto>;
/** Chat tried to deliver a one-to-one message: `SendMsgResult` is the result (page 1047/34365; CN 269/2716). Command `C2C.CallbackAfterSendMsg`. */
export type C2cMessageSentEvent = EventOf<typeof callbacks.C2cMessageSentDto>;
/** A conversation was marked as read up to a time, by a client or over REST (page 1047/43465; CN 269/61696). Command `C2C.CallbackAfterMsgReport`. */
export type C2cMessageReadEvent = EventOf<typeof callbacks.C2cMessageReadDto>;
/** Receipts of single messages were sent. Command `C2C.CallbackAfterMsgReadReceipt`. */
export type C2cReadReceiptSentEvent = EventOf<typeof callbacks.C2cReadReceiptSentDto>;
/** A client cleared all unread messages of its user, group messages included (page CN 269/128225). Command `C2C.CallbackAfterMsgReadAll`. */
export type C2cAllMessagesReadEvent = EventOf<typeof callbacks.C2cAllMessagesReadDto>;
/** A message was recalled from a client or by admin_msgwithdraw. Command `C2C.CallbackAfterMsgWithDraw`. */
export type C2cMessageRecalledEvent = EventOf<typeof callbacks.C2cMessageRecalledDto>;
/** A one-to-one message was edited, from a client or over REST (page CN 269/128224). Command `C2C.CallbackAfterModifyMsg`. */
export type C2cMessageModifiedEvent = EventOf<typeof callbacks.C2cMessageModifiedDto>;
/** Key-value extensions of a one-to-one message were set, deleted or cleared (page 1047/76006). Command `C2C.CallbackAfterC2CMsgExtension`. */
export type C2cMessageExtensionChangedEvent = EventOf<typeof callbacks.C2cMessageExtensionChangedDto>;
/** A call was started (TUICallKit). Command `Call.CallbackAfterStartCall`. */
export type CallStartedEvent = EventOf<typeof callbacks.CallStartedDto>;
/** A call ended: at most one participant remains (TUICallKit, page 647/68940). Command `Call.CallbackAfterEndCall`. */
export type CallEndedEvent = EventOf<typeof callbacks.CallEndedDto>;
/** A participant of a call answered, joined, left, … (TUICallKit, page 647/69215). Command `Call.CallbackAfterMemberChanged`. */
export type CallMemberChangedEvent = EventOf<typeof callbacks.CallMemberChangedDto>;
/** Content was moderated; by default only violations are reported. Command `ContentCallback.ResultNotify`. */
export type ContentModeratedEvent = EventOf<typeof callbacks.ContentModeratedDto>;
/** A task of Desk reached a node that calls an interface. Command `Chatbot.InterfaceInvocation`. */
export type ChatbotInterfaceInvocationEvent = EventOf<typeof callbacks.ChatbotInterfaceInvocationDto>;
/** A user asks for a human, and Desk lets the app choose. Command `ChatBot.OnAssignHuman`. */
export type ChatbotBeforeAssignHumanEvent = EventOf<typeof callbacks.ChatbotBeforeAssignHumanDto>;
/** `chatbot.beforeAssignHuman` by the name that Chat's own documentation has for it (page 1047/63270). Command `ChatBot.OnAssignAgent`. */
export type ChatbotBeforeAssignAgentEvent = EventOf<typeof callbacks.ChatbotBeforeAssignAgentDto>;
/** Something happened in a Desk session: a message, its begin or end, a transfer (page CN 269/111212; 1229/68989). Command `Desk.SessionEventNotify`. */
export type DeskSessionEventEvent = EventOf<typeof callbacks.DeskSessionEventDto>;
/** An agent is about to contact a user, by hand or over REST. Command `Desk.CallbackBeforeIMContactUser`. */
export type DeskBeforeContactUserEvent = EventOf<typeof callbacks.DeskBeforeContactUserDto>;
/** One or more users were followed, from a client or over REST (page 1047/70355). Command `Follow.CallbackAfterFollowAdd`. */
export type FollowAddedEvent = EventOf<typeof callbacks.FollowAddedDto>;
/** One or more users were unfollowed, from a client or over REST (page 1047/70356). Command `Follow.CallbackAfterFollowDelete`. */
export type FollowDeletedEvent = EventOf<typeof callbacks.FollowDeletedDto>;
/** A group is about to be created (page 1047/34368; CN 269/1662). Command `Group.CallbackBeforeCreateGroup`. */
export type GroupBeforeCreateEvent = EventOf<typeof callbacks.GroupBeforeCreateDto>;
/** A group was created from a client or over REST. Command `Group.CallbackAfterCreateGroup`. */
export type GroupCreatedEvent = EventOf<typeof callbacks.GroupCreatedDto>;
/** A group was disbanded from a client or over REST (page 1047/34377). Command `Group.CallbackAfterGroupDestroyed`. */
export type GroupDestroyedEvent = EventOf<typeof callbacks.GroupDestroyedDto>;
/** Name, introduction, notice or avatar of a group changed. Command `Group.CallbackAfterGroupInfoChanged`. */
export type GroupInfoChangedEvent = EventOf<typeof callbacks.GroupInfoChangedDto>;
/** Custom attributes of a group were set, modified, cleared or deleted (page 1047/60394). Command `Group.CallbackAfterGroupAttrChanged`. */
export type GroupAttributesChangedEvent = EventOf<typeof callbacks.GroupAttributesChangedDto>;
/** Ownership was transferred from a client or over REST (page 1047/60396). Command `Group.CallbackAfterChangeGroupOwner`. */
export type GroupOwnerChangedEvent = EventOf<typeof callbacks.GroupOwnerChangedDto>;
/** A user applies to join a group. Command `Group.CallbackBeforeApplyJoinGroup`. */
export type GroupBeforeApplyJoinEvent = EventOf<typeof callbacks.GroupBeforeApplyJoinDto>;
/** Users are about to be invited into a group, or added over REST (page 1047/34371). Command `Group.CallbackBeforeInviteJoinGroup`. */
export type GroupBeforeInviteJoinEvent = EventOf<typeof callbacks.GroupBeforeInviteJoinDto>;
/** Users joined by application, by invitation or over REST (page 1047/34372; CN 269/1667). Command `Group.CallbackAfterNewMemberJoin`. */
export type GroupMemberJoinedEvent = EventOf<typeof callbacks.GroupMemberJoinedDto>;
/** A member left, or was removed by `Operator_Account` (page 1047/34373; CN 269/1668). Command `Group.CallbackAfterMemberExit`. */
export type GroupMemberLeftEvent = EventOf<typeof callbacks.GroupMemberLeftDto>;
/** A group is full: the last one to join filled it, or could not join any more (page 1047/34376). Command `Group.CallbackAfterGroupFull`. */
export type GroupFullEvent = EventOf<typeof callbacks.GroupFullDto>;
/** Members of an AVChatRoom came or went. Command `Group.CallbackOnMemberStateChange`. */
export type GroupMemberStateChangedEvent = EventOf<typeof callbacks.GroupMemberStateChangedDto>;
/** Role or name card of a member changed, from a client or over REST (page 1047/60393). Command `Group.CallbackAfterMemberFieldChanged`. */
export type GroupMemberFieldChangedEvent = EventOf<typeof callbacks.GroupMemberFieldChangedDto>;
/** A group message is about to be delivered (page 1047/34374, of Live rooms 647/74347). Command `Group.CallbackBeforeSendMsg`. */
export type GroupBeforeSendMessageEvent = EventOf<typeof callbacks.GroupBeforeSendMessageDto>;
/** A group message was sent (page 1047/34375, of Live rooms 647/74348). Command `Group.CallbackAfterSendMsg`. */
export type GroupMessageSentEvent = EventOf<typeof callbacks.GroupMessageSentDto>;
/** Delivery of a group message failed: bad parameter, frequency limit, content filter, muted sender. Command `Group.CallbackSendMsgException`. */
export type GroupMessageFailedEvent = EventOf<typeof callbacks.GroupMessageFailedDto>;
/** Group messages were recalled, from a client or over REST (page 1047/46979). Command `Group.CallbackAfterRecallMsg`. */
export type GroupMessageRecalledEvent = EventOf<typeof callbacks.GroupMessageRecalledDto>;
/** A group message was edited, from a client or over REST (page CN 269/129193). Command `Group.CallbackAfterModifyMsg`. */
export type GroupMessageModifiedEvent = EventOf<typeof callbacks.GroupMessageModifiedDto>;
/** A message that wants receipts was sent, or was read. Command `Group.CallbackAfterReadReceipt`. */
export type GroupMessageReadEvent = EventOf<typeof callbacks.GroupMessageReadDto>;
/** Key-value extensions of a group message were set, deleted or cleared (page 1047/76007). Command `Group.CallbackAfterGroupMsgExtension`. */
export type GroupMessageExtensionChangedEvent = EventOf<typeof callbacks.GroupMessageExtensionChangedDto>;
/** The day's net growth of groups (created minus dissolved) is above 70 % of the app's limit. Command `Group.CallbackOnDailyGroupQuotaAlarm`. */
export type GroupQuotaAlarmEvent = EventOf<typeof callbacks.GroupQuotaAlarmDto>;
/** A topic is about to be created. Command `Group.CallbackBeforeCreateTopic`. */
export type GroupBeforeCreateTopicEvent = EventOf<typeof callbacks.GroupBeforeCreateTopicDto>;
/** A topic was created. Command `Group.CallbackAfterCreateTopic`. */
export type GroupTopicCreatedEvent = EventOf<typeof callbacks.GroupTopicCreatedDto>;
/** Topics were deleted. Command `Group.CallbackAfterTopicDestroyed`. */
export type GroupTopicDestroyedEvent = EventOf<typeof callbacks.GroupTopicDestroyedDto>;
/** Name, introduction, notice or avatar of a topic changed. Command `Group.CallbackAfterTopicInfoChanged`. */
export type GroupTopicInfoChangedEvent = EventOf<typeof callbacks.GroupTopicInfoChangedDto>;
/** A battle was created, from a client or over REST (page 647/68259; CN 269/117721). Command `Live.CallbackAfterCreateBattle`. */
export type LiveBattleCreatedEvent = EventOf<typeof callbacks.LiveBattleCreatedDto>;
/** A battle began: immediately, or when at least one of the called owners had agreed (page 647/68260). Command `Live.CallbackAfterStartBattle`. */
export type LiveBattleStartedEvent = EventOf<typeof callbacks.LiveBattleStartedDto>;
/** A battle ended: its time was up, all owners left, or nobody agreed to it (page 647/68261). Command `Live.CallbackAfterEndBattle`. */
export type LiveBattleEndedEvent = EventOf<typeof callbacks.LiveBattleEndedDto>;
/** A user is about to send a gift. Command `Live.CallbackBeforeSendGift`. */
export type LiveBeforeSendGiftEvent = EventOf<typeof callbacks.LiveBeforeSendGiftDto>;
/** A live room was created, from a client or over REST (page 647/64422; CN 647/110523). Command `Live.CallbackAfterCreateRoom`. */
export type LiveRoomCreatedEvent = EventOf<typeof callbacks.LiveRoomCreatedDto>;
/** A live room was dissolved, by a user, over REST, or by the system when nobody was left (page 647/64423). Command `Live.CallbackAfterDestroyRoom`. */
export type LiveRoomDestroyedEvent = EventOf<typeof callbacks.LiveRoomDestroyedDto>;
/** A live room's information was changed, from a client or over REST (page 647/67938; CN 647/115659). Command `Live.CallbackAfterUpdateRoomInfo`. */
export type LiveRoomInfoChangedEvent = EventOf<typeof callbacks.LiveRoomInfoChangedDto>;
/** Own data of a live room was set, from a client or over REST (page 647/68222). Command `Live.CallbackAfterSetMetadata`. */
export type LiveMetadataSetEvent = EventOf<typeof callbacks.LiveMetadataSetDto>;
/** Own data of a live room was deleted, from a client or over REST (page 647/68223). Command `Live.CallbackAfterDelMetadata`. */
export type LiveMetadataDeletedEvent = EventOf<typeof callbacks.LiveMetadataDeletedDto>;
/** Users entered or left a live room, were lost, came back or were removed. Command `Live.CallbackAfterMemberStateChanged`. */
export type LiveMemberStateChangedEvent = EventOf<typeof callbacks.LiveMemberStateChangedDto>;
/** A live room was given to another owner, from a client or over REST (page 647/72553). Command `Live.CallbackAfterChangeOwner`. */
export type LiveOwnerChangedEvent = EventOf<typeof callbacks.LiveOwnerChangedDto>;
/** Administrators of a live room were added or removed, from a client or over REST (page 647/72554). Command `Live.CallbackAfterModifyAdmin`. */
export type LiveAdminsChangedEvent = EventOf<typeof callbacks.LiveAdminsChangedDto>;
/** The number of rooms passed 70 % of the app's limit (page 647/70485). Command `Live.CallbackAfterCreateRoomReachingThreshold`. */
export type LiveRoomThresholdReachedEvent = EventOf<typeof callbacks.LiveRoomThresholdReachedDto>;
/** Users took or left a seat or were moved, or a seat was locked. Command `Mic.CallbackAfterSeatInfoChanged`. */
export type MicSeatsChangedEvent = EventOf<typeof callbacks.MicSeatsChangedDto>;
/** A channel is about to be created over REST (page 1047/60795). Command `OfficialAccount.CallbackBeforeCreateOfficialAccount`. */
export type OfficialAccountBeforeCreateEvent = EventOf<typeof callbacks.OfficialAccountBeforeCreateDto>;
/** A channel was created (page 1047/60796). Command `OfficialAccount.CallbackAfterCreateOfficialAccount`. */
export type OfficialAccountCreatedEvent = EventOf<typeof callbacks.OfficialAccountCreatedDto>;
/** The profile of a channel changed; only the changed members are present (page 1047/60797). Command `OfficialAccount.CallbackAfterOfficialAccountInfoChanged`. */
export type OfficialAccountInfoChangedEvent = EventOf<typeof callbacks.OfficialAccountInfoChangedDto>;
/** A channel was destroyed (page 1047/60798). Command `OfficialAccount.CallbackAfterOfficialAccountDestroyed`. */
export type OfficialAccountDestroyedEvent = EventOf<typeof callbacks.OfficialAccountDestroyedDto>;
/** Users are about to subscribe to a channel, or to be added over REST (page 1047/60799). Command `OfficialAccount.CallbackBeforeAddSubscriber`. */
export type OfficialAccountBeforeSubscribeEvent = EventOf<typeof callbacks.OfficialAccountBeforeSubscribeDto>;
/** Users subscribed to a channel (page 1047/60800). Command `OfficialAccount.CallbackAfterAddSubscriber`. */
export type OfficialAccountSubscribedEvent = EventOf<typeof callbacks.OfficialAccountSubscribedDto>;
/** The last subscriber filled the channel (page 1047/60801). Command `OfficialAccount.CallbackAfterOfficialAccountFull`. */
export type OfficialAccountFullEvent = EventOf<typeof callbacks.OfficialAccountFullDto>;
/** Users unsubscribed from a channel, or were removed (page 1047/60802). Command `OfficialAccount.CallbackAfterDeleteSubscriber`. */
export type OfficialAccountUnsubscribedEvent = EventOf<typeof callbacks.OfficialAccountUnsubscribedDto>;
/** A channel message is about to be delivered (page 1047/60803). Command `OfficialAccount.CallbackBeforeSendMsg`. */
export type OfficialAccountBeforeSendMessageEvent = EventOf<
  typeof callbacks.OfficialAccountBeforeSendMessageDto
>;
/** A channel message was delivered (page 1047/60804). Command `OfficialAccount.CallbackAfterSendMsg`. */
export type OfficialAccountMessageSentEvent = EventOf<typeof callbacks.OfficialAccountMessageSentDto>;
/** Channel messages were recalled. Command `OfficialAccount.CallbackAfterMsgWithDraw`. */
export type OfficialAccountMessageRecalledEvent = EventOf<typeof callbacks.OfficialAccountMessageRecalledDto>;
/** A profile was changed, by its user or over REST. Command `Profile.CallbackPortraitSet`. */
export type ProfileUpdatedEvent = EventOf<typeof callbacks.ProfileUpdatedDto>;
/** Results of offline pushes for chat messages, in a batch. Command `Push.OfflinePush`. */
export type PushOfflinePushEvent = EventOf<typeof callbacks.PushOfflinePushDto>;
/** Results of pushes that were started over REST, in a batch. Command `Push.AllMemberPush`. */
export type PushAllMemberPushEvent = EventOf<typeof callbacks.PushAllMemberPushDto>;
/** The state of a live room's recording changed. Command `Live.CallbackAfterCloudRecordingChanged`. */
export type LiveRecordingChangedEvent = EventOf<typeof callbacks.LiveRecordingChangedDto>;
/** The state of a call's recording changed (page 647/80345; CN 647/131580). Command `Call.CallbackAfterRecordChanged`. */
export type CallRecordingChangedEvent = EventOf<typeof callbacks.CallRecordingChangedDto>;
/** A conference room was created or scheduled, from a client or over REST (page 647/60733). Command `Room.CallbackAfterCreateRoom`. */
export type RoomCreatedEvent = EventOf<typeof callbacks.RoomCreatedDto>;
/** A conference room was dissolved, from a client, over REST or by the system (page 647/60732). Command `Room.CallbackAfterDestroyRoom`. */
export type RoomDestroyedEvent = EventOf<typeof callbacks.RoomDestroyedDto>;
/** A conference room's information was changed, from a client or over REST (page 647/60731). Command `Room.CallbackAfterUpdateRoomInfo`. */
export type RoomInfoChangedEvent = EventOf<typeof callbacks.RoomInfoChangedDto>;
/** Users entered a conference room through a client (page 647/60735). Command `Room.CallbackAfterMemberEnter`. */
export type RoomMemberEnteredEvent = EventOf<typeof callbacks.RoomMemberEnteredDto>;
/** Users left a conference room, were removed from it, or were lost (page 647/60734). Command `Room.CallbackAfterMemberLeave`. */
export type RoomMemberLeftEvent = EventOf<typeof callbacks.RoomMemberLeftDto>;
/** A client wants to add friends. Command `Sns.CallbackPrevFriendAdd`. */
export type SnsBeforeFriendAddEvent = EventOf<typeof callbacks.SnsBeforeFriendAddDto>;
/** A client answers friend requests. Command `Sns.CallbackPrevFriendResponse`. */
export type SnsBeforeFriendResponseEvent = EventOf<typeof callbacks.SnsBeforeFriendResponseDto>;
/** A friendship was made, in any way but import (page 1047/34359). Command `Sns.CallbackFriendAdd`. */
export type SnsFriendAddedEvent = EventOf<typeof callbacks.SnsFriendAddedDto>;
/** A friend was deleted. Command `Sns.CallbackFriendDelete`. */
export type SnsFriendDeletedEvent = EventOf<typeof callbacks.SnsFriendDeletedDto>;
/** A blocklist entry was added from a client or over REST (page 1047/34361). Command `Sns.CallbackBlackListAdd`. */
export type SnsBlackListAddedEvent = EventOf<typeof callbacks.SnsBlackListAddedDto>;
/** A blocklist entry was removed from a client or over REST (page 1047/34362). Command `Sns.CallbackBlackListDelete`. */
export type SnsBlackListDeletedEvent = EventOf<typeof callbacks.SnsBlackListDeletedDto>;
/** A user's connection came up, went down on purpose, or was lost. Command `State.StateChange`. */
export type StateChangedEvent = EventOf<typeof callbacks.StateChangedDto>;
