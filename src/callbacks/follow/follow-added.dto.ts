import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';

/** A user who is followed. */
export class FollowedUser {
  /** UserID. */
  @WireString()
  To_Account!: string;
}

/**
 * One or more users were followed successfully, from a client or over REST.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/70355
 */
export class FollowAddedDto {
  static readonly command = 'Follow.CallbackAfterFollowAdd';
  static readonly event = 'follow.added';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Follow.CallbackAfterFollowAdd',
    From_Account: 'user_1001',
    FollowList: [
      {
        To_Account: 'user_1002',
      },
    ],
    EventTime: 1767225600123,
  };

  /** Follower. */
  @WireString()
  From_Account!: string;

  /** Followed users. */
  @WireObjects(() => FollowedUser)
  FollowList!: FollowedUser[];

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
