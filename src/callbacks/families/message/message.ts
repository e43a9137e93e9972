import { byMember, type IdempotencyKey } from '../../idempotency-key.js';
import { WireInteger, WireString } from '../../wire/wire-decorators.js';
import { GroupBody } from '../group/group-body.js';
import { type MsgBody, WireMsgBody } from './msg-body.js';

/** Which one-to-one message it is about. */
export class C2cMessageKey {
  static readonly idempotencyKey: IdempotencyKey = byMember('MsgKey');
  /** UserID of the message's sender. */
  @WireString() From_Account!: string;
  /** UserID of the message's receiver. */
  @WireString() To_Account!: string;
  /** Key of the message, also for recalling it over REST. */
  @WireString() MsgKey!: string;
}

/** Which one-to-one message it is about, with the parts of its key. */
export class C2cMessageNumbers extends C2cMessageKey {
  /** Sequence number, unsigned 32-bit. */
  @WireInteger() MsgSeq!: number;
  /** Random number, unsigned 32-bit. */
  @WireInteger() MsgRandom!: number;
}

export class C2cMessage extends C2cMessageNumbers {
  /** When it was sent, in seconds since the epoch. */
  @WireInteger() MsgTime!: number;
  /** The client's own identifier of the message; a later addition, absent from older captures. */
  @WireString({ optional: true }) MsgId?: string;
  /** 1 for a message that only users who are online get, 0 for a normal one. */
  @WireInteger({ optional: true }) OnlineOnlyFlag?: number;
  /** The elements of the message, in their order. */
  @WireMsgBody() MsgBody!: MsgBody;
  /** Custom data of the message; absent when the sender set none. */
  @WireString({ optional: true }) CloudCustomData?: string;
  /** When it happened, in ms since the epoch; absent from captures. */
  @WireInteger({ optional: true }) EventTime?: number;
}

/** A one-to-one message that Chat tried to deliver. */
export class SentC2cMessage extends C2cMessage {
  /** 0 for delivered, otherwise Chat's error code. */
  @WireInteger({ signed: true }) SendMsgResult!: number;
  /** The failure in words, or `send msg succeed`. A member of the request, not of an answer. */
  @WireString() ErrorInfo!: string;
  /** Unread one-to-one messages of the receiver; -1 when the message was not delivered. To bots it is seen in an SDK only. */
  @WireInteger({ optional: true, signed: true }) UnreadMsgNum?: number;
}

export class GroupMessage extends GroupBody {
  /** UserID of the sender; `@TLS#NOT_FOUND` for REST calls that name none. */
  @WireString() From_Account!: string;
  /** UserID of whoever did it: an administrator for REST calls. Absent from a capture of an AVChatRoom. */
  @WireString({ optional: true }) Operator_Account?: string;
  /** Random number of the send request, unsigned 32-bit. Absent from a capture of an AVChatRoom. */
  @WireInteger({ optional: true }) Random?: number;
  /** 1 for a message that only users who are online get, 0 for a normal one. */
  @WireInteger({ optional: true }) OnlineOnlyFlag?: number;
  /** The elements of the message, in their order. */
  @WireMsgBody() MsgBody!: MsgBody;
  /** Custom data of the message; absent when the sender set none. */
  @WireString({ optional: true }) CloudCustomData?: string;
}

export class TypedGroupMessage extends GroupMessage {
  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString() Type!: string;
  /** Topic ID, for a message in a topic. */
  @WireString({ optional: true }) TopicId?: string;
}
