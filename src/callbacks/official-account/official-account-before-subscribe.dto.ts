import { byTimedBody } from '../idempotency-key.js';
import { subscribeVerdicts } from '../verdicts/subscribe-verdicts.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';
import { Subscriber } from './subscriber.js';

/**
 * Users are about to subscribe to a channel, or to be added over REST.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/60799
 */
export class OfficialAccountBeforeSubscribeDto {
  static readonly command = 'OfficialAccount.CallbackBeforeAddSubscriber';
  static readonly event = 'officialAccount.beforeSubscribe';
  static readonly verdicts = subscribeVerdicts('OfficialAccount.CallbackBeforeAddSubscriber');
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'OfficialAccount.CallbackBeforeAddSubscriber',
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
