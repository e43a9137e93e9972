import { byMember, type IdempotencyKey } from '../../idempotency-key.js';
import { WireInteger, WireString } from '../../wire/wire.decorators.js';
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

/** A one-to-one message. */
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
}

/** A group message. */
export class GroupMessage {
  /** Group ID; those made by Chat begin with `@TGS#`. */
  @WireString() GroupId!: string;
  /** UserID of the sender; `@TLS#NOT_FOUND` for REST calls that name none. */
  @WireString() From_Account!: string;
  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString() Operator_Account!: string;
  /** Random number of the send request, unsigned 32-bit. */
  @WireInteger() Random!: number;
  /** 1 for a message that only users who are online get, 0 for a normal one. */
  @WireInteger({ optional: true }) OnlineOnlyFlag?: number;
  /** The elements of the message, in their order. */
  @WireMsgBody() MsgBody!: MsgBody;
  /** Custom data of the message; absent when the sender set none. */
  @WireString({ optional: true }) CloudCustomData?: string;
}

/** A group message with the group's type. */
export class TypedGroupMessage extends GroupMessage {
  /** Group type, an open set: `Private`, `Public`, `ChatRoom`, `AVChatRoom`, `Community`, … */
  @WireString() Type!: string;
  /** Topic ID, of a message in a topic. */
  @WireString({ optional: true }) TopicId?: string;
}
