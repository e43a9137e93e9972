import { TimedBody } from './timed-body.js';
import { WireObjects, WireString, WireStrings } from '../wire/wire-decorators.js';

class FollowedUser {
  @WireString() To_Account!: string;
}

/** One or more users were followed, from a client or over REST (page 1047/70355). */
export class FollowAddedDto extends TimedBody {
  static readonly command = 'Follow.CallbackAfterFollowAdd';
  static readonly event = 'follow.added';
  /** UserID of the follower. */
  @WireString() From_Account!: string;
  @WireObjects(() => FollowedUser) FollowList!: FollowedUser[];
}

/** One or more users were unfollowed, from a client or over REST (page 1047/70356). */
export class FollowDeletedDto extends TimedBody {
  static readonly command = 'Follow.CallbackAfterFollowDelete';
  static readonly event = 'follow.deleted';
  /** UserID of the former follower. */
  @WireString() From_Account!: string;
  /** UserIDs of the users; the shape differs from that of `follow.added`. */
  @WireStrings() To_Account!: string[];
}
