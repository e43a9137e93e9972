import { byMember } from '../../idempotency-key.js';
import { GroupMessage, TypedGroupMessage } from '../message/message.js';
import { MessageExtensionBody } from '../message/message-extension.js';
import { type MsgBody, WireMsgBody } from '../message/msg-body.js';
import { TimedBody } from '../timed-body.js';
import { messageVerdicts } from '../../verdicts/message-verdicts.js';
import { incomplete } from '../../wire/incomplete.js';
import { WireInteger, WireObjects, WireString } from '../../wire/wire-decorators.js';
import { Member, OperatedGroupBody, TypedGroupBody } from './group-body.js';

/** A group message as clients and REST send it. */
class AppGroupMessage extends TypedGroupMessage {
  /** The client's own identifier of the message; a later addition, absent from older captures. */
  @WireString({ optional: true }) MsgId?: string;
  /** Undocumented; `Normal` in a capture. */
  @WireString({ optional: true }) MsgPriority?: string;
}

/** A group message is about to be delivered (page 1047/34374, of Live rooms 647/74347). */
export class GroupBeforeSendMessageDto extends incomplete(AppGroupMessage) {
  static readonly command = 'Group.CallbackBeforeSendMsg';
  static readonly event = 'group.beforeSendMessage';
  static readonly verdicts = messageVerdicts(this.command, [10_100, 10_200]);
}

/** A mention in the message. */
class GroupAtInfo {
  /** 1 = everyone, 0 = one member. */
  @WireInteger() GroupAtAllFlag!: number;
  /** UserID of the one member. */
  @WireString({ optional: true }) GroupAt_Account?: string;
}

/** A group message was sent (page 1047/34375, of Live rooms 647/74348). */
export class GroupMessageSentDto extends AppGroupMessage {
  static readonly command = 'Group.CallbackAfterSendMsg';
  static readonly event = 'group.messageSent';
  static override readonly idempotencyKey = byMember('GroupId', 'TopicId?', 'MsgSeq');
  /** Sequence number in the group or topic: sort key and identity of the message. */
  @WireInteger() MsgSeq!: number;
  /** When it was sent, in seconds since the epoch. */
  @WireInteger() MsgTime!: number;
  /** At most 30 mentions. */
  @WireObjects(() => GroupAtInfo, { optional: true }) GroupAtInfo?: GroupAtInfo[];
}

/**
 * Delivery of a group message failed: bad parameter, frequency limit, content filter, muted sender. `ErrorCode` and `ErrorInfo` describe
 * the failure: they are members of the request, not of an answer (page 1047/49462).
 */
export class GroupMessageFailedDto extends GroupMessage {
  static readonly command = 'Group.CallbackSendMsgException';
  static readonly event = 'group.messageFailed';
  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString({ optional: true }) Type?: string;
  /** Chat's code of the failure, such as 10023 for too many messages. */
  @WireInteger({ signed: true }) ErrorCode!: number;
  @WireString() ErrorInfo!: string;
}

class RecalledMessage {
  /** Sequence number in the group or topic. */
  @WireInteger() MsgSeq!: number;
}

/** Group messages were recalled, from a client or over REST (page 1047/46979). */
export class GroupMessageRecalledDto extends OperatedGroupBody {
  static readonly command = 'Group.CallbackAfterRecallMsg';
  static readonly event = 'group.messageRecalled';
  @WireObjects(() => RecalledMessage) MsgSeqList!: RecalledMessage[];
  /** Topic ID, when the messages were in a topic. */
  @WireString({ optional: true }) TopicId?: string;
}

/** A group message was edited, from a client or over REST (page CN 269/129193). */
export class GroupMessageModifiedDto extends TimedBody {
  static readonly command = 'Group.CallbackAfterModifyMsg';
  static readonly event = 'group.messageModified';
  // The sequence number identifies the message, and the time identifies one edit of it.
  static override readonly idempotencyKey = byMember('GroupId', 'TopicId?', 'MsgSeq', 'EventTime');
  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString() GroupId!: string;
  /** Topic ID; absent or empty for a message in no topic. */
  @WireString({ optional: true }) TopicId?: string;
  /** UserID of whoever edited it. */
  @WireString() Operator_Account!: string;
  /** Sequence number of the message in the group or topic, the same after each edit. */
  @WireInteger() MsgSeq!: number;
  /** The elements after the edit. */
  @WireMsgBody() MsgBody!: MsgBody;
}

/** How often a message was read. */
class GroupMsgReceipt {
  /** Sequence number of the message in the group. */
  @WireInteger() MsgSeq!: number;
  @WireInteger() ReadNum!: number;
  @WireInteger() UnreadNum!: number;
  @WireObjects(() => Member, { optional: true }) ReadReceiptMembers?: Member[];
}

/** A message that wants receipts was sent, or was read. Not in communities (page 1047/60395; CN 269/105355). */
export class GroupMessageReadDto extends TypedGroupBody {
  static readonly command = 'Group.CallbackAfterReadReceipt';
  static readonly event = 'group.messageRead';
  @WireObjects(() => GroupMsgReceipt) GroupMsgReceiptList!: GroupMsgReceipt[];
}

/** Key-value extensions of a group message were set, deleted or cleared (page 1047/76007). */
export class GroupMessageExtensionChangedDto extends MessageExtensionBody {
  static readonly command = 'Group.CallbackAfterGroupMsgExtension';
  static readonly event = 'group.messageExtensionChanged';
  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString() GroupId!: string;
  /** Sequence number of the message in the group. */
  @WireInteger() MsgSeq!: number;
}
