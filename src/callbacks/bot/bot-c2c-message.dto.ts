import { byMember } from '../idempotency-key.js';
import { type MsgBody, WireMsgBody } from '../message/msg-body.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A one-to-one message was sent to a bot. Bots may be addressed with and without an `@` before their UserID.
 *
 * Idempotency key: `MsgKey`.
 *
 * @see vendor page 1047/68952
 */
export class BotC2cMessageDto {
  static readonly command = 'Bot.OnC2CMessage';
  static readonly event = 'bot.c2cMessage';
  static readonly idempotencyKey = byMember('MsgKey');
  static readonly sample = {
    CallbackCommand: 'Bot.OnC2CMessage',
    From_Account: 'user_1001',
    To_Account: '@RBT#001',
    MsgSeq: 48003,
    MsgRandom: 2837003,
    MsgTime: 1767225600,
    MsgKey: '48003_2837003_1767225600',
    OnlineOnlyFlag: 0,
    SendMsgResult: 0,
    ErrorInfo: 'send msg succeed',
    MsgBody: [
      {
        MsgType: 'TIMTextElem',
        MsgContent: {
          Text: 'weather?',
        },
      },
    ],
    CloudCustomData: '',
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

  /** 1 for a message that only users who are online get, 0 for a normal one. */
  @WireInteger({ optional: true })
  OnlineOnlyFlag?: number;

  /** 0 for sent, otherwise Chat's error code. */
  @WireInteger({ signed: true })
  SendMsgResult!: number;

  /** Failure text or "send msg succeed". */
  @WireString()
  ErrorInfo!: string;

  /** The elements of the message, in their order. */
  @WireMsgBody()
  MsgBody!: MsgBody;

  /** Custom data of the message; absent when the sender set none. */
  @WireString({ optional: true })
  CloudCustomData?: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;

  /** Seen in an SDK only. */
  @WireInteger({ optional: true, signed: true })
  UnreadMsgNum?: number;

  /** Undocumented. */
  @WireInteger({ optional: true })
  SupportMessageExtension?: number;
}
