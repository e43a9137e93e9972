import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';
import { Subscriber } from './subscriber.js';

/**
 * Users unsubscribed from a channel, or were removed.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/60802
 */
export class OfficialAccountUnsubscribedDto {
  static readonly command = 'OfficialAccount.CallbackAfterDeleteSubscriber';
  static readonly event = 'officialAccount.unsubscribed';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'OfficialAccount.CallbackAfterDeleteSubscriber',
    Official_Account: '@TOA#_bulletin',
    Operator_Account: 'user_1002',
    SubscribeAccountList: [
      {
        Subscriber_Account: 'user_1002',
      },
    ],
    EventTime: 1767225600123,
  };

  /** Official account (channel) user ID, normally with prefix @TOA#_. */
  @WireString()
  Official_Account!: string;

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** Affected users. */
  @WireObjects(() => Subscriber)
  SubscribeAccountList!: Subscriber[];

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
