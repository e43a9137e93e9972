import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A channel was destroyed.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/60798
 */
export class OfficialAccountDestroyedDto {
  static readonly command = 'OfficialAccount.CallbackAfterOfficialAccountDestroyed';
  static readonly event = 'officialAccount.destroyed';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'OfficialAccount.CallbackAfterOfficialAccountDestroyed',
    Official_Account: '@TOA#_bulletin',
    Owner_Account: 'user_1001',
    Name: 'Daily Bulletin',
    EventTime: 1767225600123,
  };

  /** Official account (channel) user ID, normally with prefix @TOA#_. */
  @WireString()
  Official_Account!: string;

  /** Owner. */
  @WireString()
  Owner_Account!: string;

  /** Channel name. */
  @WireString()
  Name!: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
