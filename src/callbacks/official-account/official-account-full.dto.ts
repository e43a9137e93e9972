import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * The last subscriber filled the channel.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/60801
 */
export class OfficialAccountFullDto {
  static readonly command = 'OfficialAccount.CallbackAfterOfficialAccountFull';
  static readonly event = 'officialAccount.full';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'OfficialAccount.CallbackAfterOfficialAccountFull',
    Official_Account: '@TOA#_bulletin',
    EventTime: 1767225600123,
  };

  /** Official account (channel) user ID, normally with prefix @TOA#_. */
  @WireString()
  Official_Account!: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
