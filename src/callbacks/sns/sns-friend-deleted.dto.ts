import { byRequestId } from '../idempotency-key.js';
import { WireObjects } from '../wire.decorators.js';
import { AccountPair } from './account-pair.js';

/**
 * A friend was deleted from a client or over REST. A mutual delete arrives as two pairs (seen in one
 * capture).
 *
 * Idempotency key: `RequestId`, where there is one.
 *
 * @see vendor page 1047/34360
 */
export class SnsFriendDeletedDto {
  static readonly command = 'Sns.CallbackFriendDelete';
  static readonly event = 'sns.friendDeleted';
  static readonly idempotencyKey = byRequestId;
  static readonly sample = {
    CallbackCommand: 'Sns.CallbackFriendDelete',
    PairList: [
      {
        From_Account: 'user_1001',
        To_Account: 'user_1002',
      },
    ],
  };

  /** One entry per directed relation. */
  @WireObjects(() => AccountPair)
  PairList!: AccountPair[];
}
