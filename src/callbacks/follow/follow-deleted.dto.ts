import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireString, WireStrings } from '../wire.decorators.js';

/**
 * One or more users were unfollowed successfully, from a client or over REST.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/70356
 */
export class FollowDeletedDto {
  static readonly command = 'Follow.CallbackAfterFollowDelete';
  static readonly event = 'follow.deleted';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Follow.CallbackAfterFollowDelete',
    From_Account: 'user_1001',
    To_Account: ['user_1002', 'user_1003'],
    EventTime: 1767225600123,
  };

  /** Former follower. */
  @WireString()
  From_Account!: string;

  /** UserIDs of the users; the shape differs from that of `follow.added`. */
  @WireStrings()
  To_Account!: string[];

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
