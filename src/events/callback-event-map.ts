// Generated from the catalogue: run `npm run generate`.
import type * as events from './callback-events.js';

/** The event of each command in the catalogue, by its name. */
export interface CallbackEventMap {
  /** Requests to a REST API passed 80 % of the app's limit. */
  'alert.requestOverLimit': events.AlertRequestOverLimitEvent;
  /** A user wrote to a bot, with or without an `@` before its UserID (page 1047/68952; CN 269/90407). */
  'bot.c2cMessage': events.BotC2cMessageEvent;
  /** A user mentioned a bot in a group; mentioning everyone does not count (page 1047/68953). */
  'bot.groupMessage': events.BotGroupMessageEvent;
  /** A client sent a chatbot a signal. */
  'chatbot.c2cSignal': events.ChatbotC2cSignalEvent;
  /** A one-to-one message is about to be delivered. */
  'c2c.beforeSendMessage': events.C2cBeforeSendMessageEvent;
  /** Chat tried to deliver a one-to-one message: `SendMsgResult` is the result (page 1047/34365; CN 269/2716). */
  'c2c.messageSent': events.C2cMessageSentEvent;
  /** A conversation was marked as read up to a time, by a client or over REST (page 1047/43465; CN 269/61696). */
  'c2c.messageRead': events.C2cMessageReadEvent;
  /** Receipts of single messages were sent. */
  'c2c.readReceiptSent': events.C2cReadReceiptSentEvent;
  /** A client cleared all unread messages of its user, group messages included (page CN 269/128225). */
  'c2c.allMessagesRead': events.C2cAllMessagesReadEvent;
  /** A message was recalled from a client or by admin_msgwithdraw. */
  'c2c.messageRecalled': events.C2cMessageRecalledEvent;
  /** A one-to-one message was edited, from a client or over REST (page CN 269/128224). */
  'c2c.messageModified': events.C2cMessageModifiedEvent;
  /** Key-value extensions of a one-to-one message were set, deleted or cleared (page 1047/76006). */
  'c2c.messageExtensionChanged': events.C2cMessageExtensionChangedEvent;
  /** A call was started (TUICallKit). */
  'call.started': events.CallStartedEvent;
  /** A call ended: at most one participant remains (TUICallKit, page 647/68940). */
  'call.ended': events.CallEndedEvent;
  /** A participant of a call answered, joined, left, … (TUICallKit, page 647/69215). */
  'call.memberChanged': events.CallMemberChangedEvent;
  /** Content was moderated; by default only violations are reported. */
  'content.moderated': events.ContentModeratedEvent;
  /** A task of Desk reached a node that calls an interface. */
  'chatbot.interfaceInvocation': events.ChatbotInterfaceInvocationEvent;
  /** A user asks for a human, and Desk lets the app choose. */
  'chatbot.beforeAssignHuman': events.ChatbotBeforeAssignHumanEvent;
  /** `chatbot.beforeAssignHuman` by the name that Chat's own documentation has for it (page 1047/63270). */
  'chatbot.beforeAssignAgent': events.ChatbotBeforeAssignAgentEvent;
  /** Something happened in a Desk session: a message, its begin or end, a transfer (page CN 269/111212; 1229/68989). */
  'desk.sessionEvent': events.DeskSessionEventEvent;
  /** An agent is about to contact a user, by hand or over REST. */
  'desk.beforeContactUser': events.DeskBeforeContactUserEvent;
  /** One or more users were followed, from a client or over REST (page 1047/70355). */
  'follow.added': events.FollowAddedEvent;
  /** One or more users were unfollowed, from a client or over REST (page 1047/70356). */
  'follow.deleted': events.FollowDeletedEvent;
  /** A group is about to be created (page 1047/34368; CN 269/1662). */
  'group.beforeCreate': events.GroupBeforeCreateEvent;
  /** A group was created from a client or over REST. */
  'group.created': events.GroupCreatedEvent;
  /** A group was disbanded from a client or over REST (page 1047/34377). */
  'group.destroyed': events.GroupDestroyedEvent;
  /** Name, introduction, notice or avatar of a group changed. */
  'group.infoChanged': events.GroupInfoChangedEvent;
  /** Custom attributes of a group were set, modified, cleared or deleted (page 1047/60394). */
  'group.attributesChanged': events.GroupAttributesChangedEvent;
  /** Ownership was transferred from a client or over REST (page 1047/60396). */
  'group.ownerChanged': events.GroupOwnerChangedEvent;
  /** A user applies to join a group. */
  'group.beforeApplyJoin': events.GroupBeforeApplyJoinEvent;
  /** Users are about to be invited into a group, or added over REST (page 1047/34371). */
  'group.beforeInviteJoin': events.GroupBeforeInviteJoinEvent;
  /** Users joined by application, by invitation or over REST (page 1047/34372; CN 269/1667). */
  'group.memberJoined': events.GroupMemberJoinedEvent;
  /** A member left, or was removed by `Operator_Account` (page 1047/34373; CN 269/1668). */
  'group.memberLeft': events.GroupMemberLeftEvent;
  /** A group is full: the last one to join filled it, or could not join any more (page 1047/34376). */
  'group.full': events.GroupFullEvent;
  /** Members of an AVChatRoom came or went. */
  'group.memberStateChanged': events.GroupMemberStateChangedEvent;
  /** Role or name card of a member changed, from a client or over REST (page 1047/60393). */
  'group.memberFieldChanged': events.GroupMemberFieldChangedEvent;
  /** A group message is about to be delivered (page 1047/34374, of Live rooms 647/74347). */
  'group.beforeSendMessage': events.GroupBeforeSendMessageEvent;
  /** A group message was sent (page 1047/34375, of Live rooms 647/74348). */
  'group.messageSent': events.GroupMessageSentEvent;
  /** Delivery of a group message failed: bad parameter, frequency limit, content filter, muted sender. */
  'group.messageFailed': events.GroupMessageFailedEvent;
  /** Group messages were recalled, from a client or over REST (page 1047/46979). */
  'group.messageRecalled': events.GroupMessageRecalledEvent;
  /** A group message was edited, from a client or over REST (page CN 269/129193). */
  'group.messageModified': events.GroupMessageModifiedEvent;
  /** A message that wants receipts was sent, or was read. */
  'group.messageRead': events.GroupMessageReadEvent;
  /** Key-value extensions of a group message were set, deleted or cleared (page 1047/76007). */
  'group.messageExtensionChanged': events.GroupMessageExtensionChangedEvent;
  /** The day's net growth of groups (created minus dissolved) is above 70 % of the app's limit. */
  'group.quotaAlarm': events.GroupQuotaAlarmEvent;
  /** A topic is about to be created. */
  'group.beforeCreateTopic': events.GroupBeforeCreateTopicEvent;
  /** A topic was created. */
  'group.topicCreated': events.GroupTopicCreatedEvent;
  /** Topics were deleted. */
  'group.topicDestroyed': events.GroupTopicDestroyedEvent;
  /** Name, introduction, notice or avatar of a topic changed. */
  'group.topicInfoChanged': events.GroupTopicInfoChangedEvent;
  /** A battle was created, from a client or over REST (page 647/68259; CN 269/117721). */
  'live.battleCreated': events.LiveBattleCreatedEvent;
  /** A battle began: immediately, or when at least one of the called owners had agreed (page 647/68260). */
  'live.battleStarted': events.LiveBattleStartedEvent;
  /** A battle ended: its time was up, all owners left, or nobody agreed to it (page 647/68261). */
  'live.battleEnded': events.LiveBattleEndedEvent;
  /** A user is about to send a gift. */
  'live.beforeSendGift': events.LiveBeforeSendGiftEvent;
  /** A live room was created, from a client or over REST (page 647/64422; CN 647/110523). */
  'live.roomCreated': events.LiveRoomCreatedEvent;
  /** A live room was dissolved, by a user, over REST, or by the system when nobody was left (page 647/64423). */
  'live.roomDestroyed': events.LiveRoomDestroyedEvent;
  /** A live room's information was changed, from a client or over REST (page 647/67938; CN 647/115659). */
  'live.roomInfoChanged': events.LiveRoomInfoChangedEvent;
  /** Own data of a live room was set, from a client or over REST (page 647/68222). */
  'live.metadataSet': events.LiveMetadataSetEvent;
  /** Own data of a live room was deleted, from a client or over REST (page 647/68223). */
  'live.metadataDeleted': events.LiveMetadataDeletedEvent;
  /** Users entered or left a live room, were lost, came back or were removed. */
  'live.memberStateChanged': events.LiveMemberStateChangedEvent;
  /** A live room was given to another owner, from a client or over REST (page 647/72553). */
  'live.ownerChanged': events.LiveOwnerChangedEvent;
  /** Administrators of a live room were added or removed, from a client or over REST (page 647/72554). */
  'live.adminsChanged': events.LiveAdminsChangedEvent;
  /** The number of rooms passed 70 % of the app's limit (page 647/70485). */
  'live.roomThresholdReached': events.LiveRoomThresholdReachedEvent;
  /** Users took or left a seat or were moved, or a seat was locked. */
  'mic.seatsChanged': events.MicSeatsChangedEvent;
  /** A channel is about to be created over REST (page 1047/60795). */
  'officialAccount.beforeCreate': events.OfficialAccountBeforeCreateEvent;
  /** A channel was created (page 1047/60796). */
  'officialAccount.created': events.OfficialAccountCreatedEvent;
  /** The profile of a channel changed; only the changed members are present (page 1047/60797). */
  'officialAccount.infoChanged': events.OfficialAccountInfoChangedEvent;
  /** A channel was destroyed (page 1047/60798). */
  'officialAccount.destroyed': events.OfficialAccountDestroyedEvent;
  /** Users are about to subscribe to a channel, or to be added over REST (page 1047/60799). */
  'officialAccount.beforeSubscribe': events.OfficialAccountBeforeSubscribeEvent;
  /** Users subscribed to a channel (page 1047/60800). */
  'officialAccount.subscribed': events.OfficialAccountSubscribedEvent;
  /** The last subscriber filled the channel (page 1047/60801). */
  'officialAccount.full': events.OfficialAccountFullEvent;
  /** Users unsubscribed from a channel, or were removed (page 1047/60802). */
  'officialAccount.unsubscribed': events.OfficialAccountUnsubscribedEvent;
  /** A channel message is about to be delivered (page 1047/60803). */
  'officialAccount.beforeSendMessage': events.OfficialAccountBeforeSendMessageEvent;
  /** A channel message was delivered (page 1047/60804). */
  'officialAccount.messageSent': events.OfficialAccountMessageSentEvent;
  /** Channel messages were recalled. */
  'officialAccount.messageRecalled': events.OfficialAccountMessageRecalledEvent;
  /** A profile was changed, by its user or over REST. */
  'profile.updated': events.ProfileUpdatedEvent;
  /** Results of offline pushes for chat messages, in a batch. */
  'push.offlinePush': events.PushOfflinePushEvent;
  /** Results of pushes that were started over REST, in a batch. */
  'push.allMemberPush': events.PushAllMemberPushEvent;
  /** The state of a live room's recording changed. */
  'live.recordingChanged': events.LiveRecordingChangedEvent;
  /** The state of a call's recording changed (page 647/80345; CN 647/131580). */
  'call.recordingChanged': events.CallRecordingChangedEvent;
  /** A conference room was created or scheduled, from a client or over REST (page 647/60733). */
  'room.created': events.RoomCreatedEvent;
  /** A conference room was dissolved, from a client, over REST or by the system (page 647/60732). */
  'room.destroyed': events.RoomDestroyedEvent;
  /** A conference room's information was changed, from a client or over REST (page 647/60731). */
  'room.infoChanged': events.RoomInfoChangedEvent;
  /** Users entered a conference room through a client (page 647/60735). */
  'room.memberEntered': events.RoomMemberEnteredEvent;
  /** Users left a conference room, were removed from it, or were lost (page 647/60734). */
  'room.memberLeft': events.RoomMemberLeftEvent;
  /** A client wants to add friends. */
  'sns.beforeFriendAdd': events.SnsBeforeFriendAddEvent;
  /** A client answers friend requests. */
  'sns.beforeFriendResponse': events.SnsBeforeFriendResponseEvent;
  /** A friendship was made, in any way but import (page 1047/34359). */
  'sns.friendAdded': events.SnsFriendAddedEvent;
  /** A friend was deleted. */
  'sns.friendDeleted': events.SnsFriendDeletedEvent;
  /** A blocklist entry was added from a client or over REST (page 1047/34361). */
  'sns.blackListAdded': events.SnsBlackListAddedEvent;
  /** A blocklist entry was removed from a client or over REST (page 1047/34362). */
  'sns.blackListDeleted': events.SnsBlackListDeletedEvent;
  /** A user's connection came up, went down on purpose, or was lost. */
  'state.changed': events.StateChangedEvent;
}
