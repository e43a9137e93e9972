import { byRequestId } from '../idempotency-key.js';
import { WireObjects } from '../wire.decorators.js';
import { AccountPair } from './account-pair.js';

/**
 * A blocklist entry was removed from a client or over REST.
 *
 * Idempotency key: `RequestId`, where there is one.
 *
 * @see vendor page 1047/34362
 */
export class SnsBlackListDeletedDto {
  static readonly command = 'Sns.CallbackBlackListDelete';
  static readonly event = 'sns.blackListDeleted';
  static readonly idempotencyKey = byRequestId;
  static readonly sample = {
    CallbackCommand: 'Sns.CallbackBlackListDelete',
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
