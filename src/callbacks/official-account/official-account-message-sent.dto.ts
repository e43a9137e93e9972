import { byTimedBody } from '../idempotency-key.js';
import { type MsgBody, WireMsgBody } from '../message/msg-body.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A channel message was delivered.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/60804
 */
export class OfficialAccountMessageSentDto {
  static readonly command = 'OfficialAccount.CallbackAfterSendMsg';
  static readonly event = 'officialAccount.messageSent';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'OfficialAccount.CallbackAfterSendMsg',
    Official_Account: '@TOA#_bulletin',
    MsgKey: '71_1_1767225600',
    MsgTime: 1767225600,
    OnlineOnlyFlag: 0,
    MsgBody: [
      {
        MsgType: 'TIMTextElem',
        MsgContent: {
          Text: 'Good morning',
        },
      },
    ],
    CloudCustomData: '',
    EventTime: 1767225600123,
  };

  /** Official account (channel) user ID, normally with prefix @TOA#_. */
  @WireString()
  Official_Account!: string;

  /** Key of the message, also for recalling it over REST. */
  @WireString()
  MsgKey!: string;

  /** When it was sent, in seconds since the epoch. */
  @WireInteger()
  MsgTime!: number;

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
  @WireInteger()
  EventTime!: number;
}
