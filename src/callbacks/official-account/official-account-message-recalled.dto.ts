import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';

/** A message that was recalled. */
export class WithdrawnMessage {
  /** Key of the message, also for recalling it over REST. */
  @WireString()
  MsgKey!: string;
}

/**
 * Channel messages were recalled.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/60805
 */
export class OfficialAccountMessageRecalledDto {
  static readonly command = 'OfficialAccount.CallbackAfterMsgWithDraw';
  static readonly event = 'officialAccount.messageRecalled';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'OfficialAccount.CallbackAfterMsgWithDraw',
    Official_Account: '@TOA#_bulletin',
    WithdrawMsgList: [
      {
        MsgKey: '71_1_1767225600',
      },
    ],
    EventTime: 1767225600123,
  };

  /** ID of the channel; documented with the prefix `#TOA#_` here and `@TOA#_` elsewhere. */
  @WireString()
  Official_Account!: string;

  /** Recalled messages. */
  @WireObjects(() => WithdrawnMessage)
  WithdrawMsgList!: WithdrawnMessage[];

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
