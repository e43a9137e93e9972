import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A channel was created.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/60796
 */
export class OfficialAccountCreatedDto {
  static readonly command = 'OfficialAccount.CallbackAfterCreateOfficialAccount';
  static readonly event = 'officialAccount.created';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'OfficialAccount.CallbackAfterCreateOfficialAccount',
    Official_Account: '@TOA#_bulletin',
    Operator_Account: 'admin',
    Owner_Account: 'user_1001',
    Name: 'Daily Bulletin',
    EventTime: 1767225600123,
  };

  /** Official account (channel) user ID, normally with prefix @TOA#_. */
  @WireString()
  Official_Account!: string;

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** Creator and owner. */
  @WireString()
  Owner_Account!: string;

  /** Channel name. */
  @WireString()
  Name!: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
