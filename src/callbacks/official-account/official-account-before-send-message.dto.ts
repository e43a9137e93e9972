import { byTimedBody } from '../idempotency-key.js';
import { type MsgBody, WireMsgBody } from '../message/msg-body.js';
import { messageVerdicts } from '../verdicts/message-verdicts.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A channel message is about to be delivered.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/60803
 */
export class OfficialAccountBeforeSendMessageDto {
  static readonly command = 'OfficialAccount.CallbackBeforeSendMsg';
  static readonly event = 'officialAccount.beforeSendMessage';
  static readonly verdicts = messageVerdicts('OfficialAccount.CallbackBeforeSendMsg', [120_001, 130_000]);
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'OfficialAccount.CallbackBeforeSendMsg',
    Official_Account: '@TOA#_bulletin',
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
