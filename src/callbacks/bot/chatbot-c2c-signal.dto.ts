import { byMember } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A client sent a chatbot a signal of its own making. Not in the documentation: from the comments of the
 * vendor's SDK.
 *
 * Idempotency key: `MsgKey`.
 *
 * @see no vendor page is known
 */
export class ChatbotC2cSignalDto {
  static readonly command = 'Chatbot.OnC2CSignalMessage';
  static readonly event = 'chatbot.c2cSignal';
  static readonly idempotencyKey = byMember('MsgKey');
  static readonly sample = {
    CallbackCommand: 'Chatbot.OnC2CSignalMessage',
    From_Account: 'user_1001',
    To_Account: '@RBT#001',
    MsgSeq: 48004,
    MsgRandom: 2837004,
    MsgKey: '48004_2837004_1767225600',
    EventTime: 1767225600123,
    Data: '{"act":"stop"}',
  };

  /** Sender. */
  @WireString({ optional: true })
  From_Account?: string;

  /** Bot. */
  @WireString({ optional: true })
  To_Account?: string;

  /** Unsigned 32-bit sequence number. */
  @WireInteger({ optional: true })
  MsgSeq?: number;

  /** Unsigned 32-bit random number. */
  @WireInteger({ optional: true })
  MsgRandom?: number;

  /** Key of the message, also for recalling it over REST. */
  @WireString({ optional: true })
  MsgKey?: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;

  /** The data of the signal. */
  @WireString({ optional: true })
  Data?: string;
}
