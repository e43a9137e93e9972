import { byTimedBody } from '../idempotency-key.js';
import { rejectVerdicts } from '../verdicts/reject-verdicts.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A channel is about to be created over REST.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/60795
 */
export class OfficialAccountBeforeCreateDto {
  static readonly command = 'OfficialAccount.CallbackBeforeCreateOfficialAccount';
  static readonly event = 'officialAccount.beforeCreate';
  static readonly verdicts = rejectVerdicts(
    'OfficialAccount.CallbackBeforeCreateOfficialAccount',
    [120_001, 130_000],
  );
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'OfficialAccount.CallbackBeforeCreateOfficialAccount',
    Operator_Account: 'admin',
    Owner_Account: 'user_1001',
    Name: 'Daily Bulletin',
    EventTime: 1767225600123,
  };

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
