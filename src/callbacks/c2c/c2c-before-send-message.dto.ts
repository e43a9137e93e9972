import { byMember } from '../idempotency-key.js';
import { type MsgBody, WireMsgBody } from '../message/msg-body.js';
import { messageVerdicts } from '../verdicts/message-verdicts.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A one-to-one message is about to be delivered. One that is forbidden has no `c2c.messageSent`.
 *
 * Idempotency key: `MsgKey`.
 *
 * @see vendor page 1047/34364; CN 269/1632
 */
export class C2cBeforeSendMessageDto {
  static readonly command = 'C2C.CallbackBeforeSendMsg';
  static readonly event = 'c2c.beforeSendMessage';
  static readonly verdicts = messageVerdicts('C2C.CallbackBeforeSendMsg', [120_001, 130_000]);
  static readonly idempotencyKey = byMember('MsgKey');
  static readonly sample = {
    CallbackCommand: 'C2C.CallbackBeforeSendMsg',
    From_Account: 'user_1001',
    To_Account: 'user_1002',
    MsgSeq: 48001,
    MsgRandom: 2837001,
    MsgTime: 1767225600,
    MsgKey: '48001_2837001_1767225600',
    MsgId: '144115200000000001-1767225600-1000001',
    OnlineOnlyFlag: 0,
    MsgBody: [
      {
        MsgType: 'TIMTextElem',
        MsgContent: {
          Text: 'hello',
        },
      },
    ],
    CloudCustomData: '{"trace":"a1"}',
    EventTime: 1767225600123,
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
