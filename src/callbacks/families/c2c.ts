import { byMember } from '../idempotency-key.js';
import { MessageExtensionBody } from './message/message-extension.js';
import { type MsgBody, WireMsgBody } from './message/msg-body.js';
import { C2cMessage, C2cMessageKey, C2cMessageNumbers, SentC2cMessage } from './message/message.js';
import { SometimesTimedBody, TimedBody } from './timed-body.js';
import { messageVerdicts } from '../verdicts/message-verdicts.js';
import { incomplete } from '../wire/incomplete.js';
import { WireInteger, WireObjects, WireString } from '../wire/wire-decorators.js';

/** A one-to-one message is about to be delivered. A forbidden one has no `c2c.messageSent` (page 1047/34364; CN 269/1632). */
export class C2cBeforeSendMessageDto extends incomplete(C2cMessage) {
  static readonly command = 'C2C.CallbackBeforeSendMsg';
  static readonly event = 'c2c.beforeSendMessage';
  static readonly verdicts = messageVerdicts(this.command, [120_001, 130_000]);
}

/** Chat tried to deliver a one-to-one message: `SendMsgResult` is the result (page 1047/34365; CN 269/2716). */
export class C2cMessageSentDto extends SentC2cMessage {
  static readonly command = 'C2C.CallbackAfterSendMsg';
  static readonly event = 'c2c.messageSent';
}

/** A conversation was marked as read up to a time, by a client or over REST (page 1047/43465; CN 269/61696). */
export class C2cMessageReadDto extends SometimesTimedBody {
  static readonly command = 'C2C.CallbackAfterMsgReport';
  static readonly event = 'c2c.messageRead';
  /** UserID of the reader. */
  @WireString() Report_Account!: string;
  /** UserID of the other side. */
  @WireString() Peer_Account!: string;
  /** Read up to this time; the unit is not documented, the sample is in seconds. */
  @WireInteger() LastReadTime!: number;
  /** All unread one-to-one messages of the reader; absent from the Chinese sample. */
  @WireInteger({ optional: true, signed: true }) UnreadMsgNum?: number;
}

/** A message that a receipt is for. */
class C2cMsgInfo extends C2cMessageKey {
  /** The client's own identifier of the message. */
  @WireString() MsgId!: string;
}

/** Receipts of single messages were sent. `c2c.messageRead` is about a whole conversation (page CN 269/128223). */
export class C2cReadReceiptSentDto extends TimedBody {
  static readonly command = 'C2C.CallbackAfterMsgReadReceipt';
  static readonly event = 'c2c.readReceiptSent';
  /** UserID of the reader, who sent the receipt. */
  @WireString() Operator_Account!: string;
  /** UserID of the other side. */
  @WireString() Peer_Account!: string;
  /** The messages that the receipt is for. */
  @WireObjects(() => C2cMsgInfo) C2CMsgInfo!: C2cMsgInfo[];
}

/** A group whose unread messages were cleared. */
class GroupReadInfo {
  @WireString() GroupId!: string;
  /** Sequence number in the group that the client passed along. */
  @WireInteger() MsgSeq!: number;
}

/** A client cleared all unread messages of its user, group messages included (page CN 269/128225). */
export class C2cAllMessagesReadDto extends TimedBody {
  static readonly command = 'C2C.CallbackAfterMsgReadAll';
  static readonly event = 'c2c.allMessagesRead';
  @WireString() Report_Account!: string;
  /** The groups that had unread messages; one-to-one conversations are not listed. */
  @WireObjects(() => GroupReadInfo, { optional: true }) GroupReadInfo?: GroupReadInfo[];
}

/** A message was recalled from a client or by admin_msgwithdraw. Mind the capital D in WithDraw (page 1047/43466). */
export class C2cMessageRecalledDto extends C2cMessageKey {
  static readonly command = 'C2C.CallbackAfterMsgWithDraw';
  static readonly event = 'c2c.messageRecalled';
  /** All unread one-to-one messages of the receiver. */
  @WireInteger({ signed: true }) UnreadMsgNum!: number;
}

/** A one-to-one message was edited, from a client or over REST (page CN 269/128224). */
export class C2cMessageModifiedDto extends C2cMessageNumbers {
  static readonly command = 'C2C.CallbackAfterModifyMsg';
  static readonly event = 'c2c.messageModified';
  // The key identifies the message, and the time identifies one edit of it.
  static override readonly idempotencyKey = byMember('MsgKey', 'EventTime');
  /** UserID of whoever edited it. */
  @WireString() Operator_Account!: string;
  /** When the message was sent, in seconds since the epoch. */
  @WireInteger() MsgTime!: number;
  /** The elements after the edit. */
  @WireMsgBody() MsgBody!: MsgBody;
  /** Custom data after the edit. */
  @WireString({ optional: true }) CloudCustomData?: string;
  /** When it was edited, in ms since the epoch. */
  @WireInteger() EventTime!: number;
}

/** Key-value extensions of a one-to-one message were set, deleted or cleared (page 1047/76006). */
export class C2cMessageExtensionChangedDto extends MessageExtensionBody {
  static readonly command = 'C2C.CallbackAfterC2CMsgExtension';
  static readonly event = 'c2c.messageExtensionChanged';
  /** UserID of the message's sender. */
  @WireString() From_Account!: string;
  /** UserID of the message's receiver. */
  @WireString() To_Account!: string;
  /** Key of the message, also for recalling it over REST. */
  @WireString() MsgKey!: string;
}
