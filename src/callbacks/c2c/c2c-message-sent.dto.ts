import { byMember } from '../idempotency-key.js';
import { type MsgBody, WireMsgBody } from '../message/msg-body.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * Chat tried to deliver a one-to-one message: `SendMsgResult` tells whether it did.
 *
 * Idempotency key: `MsgKey`.
 *
 * @see vendor page 1047/34365; CN 269/2716
 */
export class C2cMessageSentDto {
  static readonly command = 'C2C.CallbackAfterSendMsg';
  static readonly event = 'c2c.messageSent';
  static readonly idempotencyKey = byMember('MsgKey');
  static readonly sample = {
    CallbackCommand: 'C2C.CallbackAfterSendMsg',
    From_Account: 'user_1001',
    To_Account: 'user_1002',
    MsgSeq: 48001,
    MsgRandom: 2837001,
    MsgTime: 1767225600,
    MsgKey: '48001_2837001_1767225600',
    OnlineOnlyFlag: 0,
    SendMsgResult: 0,
    ErrorInfo: 'send msg succeed',
    UnreadMsgNum: 3,
    MsgBody: [
      {
        MsgType: 'TIMTextElem',
        MsgContent: {
          Text: 'hello',
        },
      },
    ],
    CloudCustomData: '{"trace":"a1"}',
  };

  /** Sender UserID. */
  @WireString()
  From_Account!: string;

  /** Receiver UserID. */
  @WireString()
  To_Account!: string;

  /** Unsigned 32-bit sequence number. */
  @WireInteger()
  MsgSeq!: number;

  /** Unsigned 32-bit random number. */
  @WireInteger()
  MsgRandom!: number;

  /** When it was sent, in seconds since the epoch. */
  @WireInteger()
  MsgTime!: number;

  /** Key of the message, also for recalling it over REST. */
  @WireString()
  MsgKey!: string;

  /** The client's own identifier of the message; a later addition, absent from older captures. */
  @WireString({ optional: true })
  MsgId?: string;

  /** 1 for a message that only users who are online get, 0 for a normal one. */
  @WireInteger({ optional: true })
  OnlineOnlyFlag?: number;

  /** 0 for delivered, otherwise Chat's error code. */
  @WireInteger({ signed: true })
  SendMsgResult!: number;

  /** The failure in words, or "send msg succeed". A member of the request, not of an answer. */
  @WireString()
  ErrorInfo!: string;

  /** Unread one-to-one messages of the receiver; -1 when the message was not delivered. */
  @WireInteger({ optional: true, signed: true })
  UnreadMsgNum?: number;

  /** The elements of the message, in their order. */
  @WireMsgBody()
  MsgBody!: MsgBody;

  /** Custom data of the message; absent when the sender set none. */
  @WireString({ optional: true })
  CloudCustomData?: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
