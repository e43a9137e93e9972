import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * The profile of a channel changed.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/60797
 */
export class OfficialAccountInfoChangedDto {
  static readonly command = 'OfficialAccount.CallbackAfterOfficialAccountInfoChanged';
  static readonly event = 'officialAccount.infoChanged';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'OfficialAccount.CallbackAfterOfficialAccountInfoChanged',
    Official_Account: '@TOA#_bulletin',
    Operator_Account: 'admin',
    Introduction: 'News at noon',
    EventTime: 1767225600123,
  };

  /** Official account (channel) user ID, normally with prefix @TOA#_. */
  @WireString()
  Official_Account!: string;

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** If changed. */
  @WireString({ optional: true })
  Introduction?: string;

  /** If changed. */
  @WireString({ optional: true })
  Name?: string;

  /** If changed. */
  @WireString({ optional: true })
  FaceUrl?: string;

  /** If changed. */
  @WireString({ optional: true })
  Organization?: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
