import { byRequestId, type IdempotencyKey } from '../idempotency-key.js';
import { SometimesTimedBody } from './timed-body.js';
import { friendVerdicts } from '../verdicts/friend-verdicts.js';
import { WireInteger, WireObjects, WireString } from '../wire/wire-decorators.js';

/** A request about friends, before it is carried out. */
class FriendRequestBody extends SometimesTimedBody {
  /** UserID that issued the request. */
  @WireString({ optional: true }) Requester_Account?: string;
  /** UserID of the user who sends the request, or who answers it. */
  @WireString({ optional: true }) From_Account?: string;
}

/** The other user of a request. */
class RequestedFriend {
  /** UserID of the user who gets the request, or whose request is answered. */
  @WireString({ optional: true }) To_Account?: string;
  @WireString({ optional: true }) Remark?: string;
}

/** A user who is asked to become a friend. */
class FriendItem extends RequestedFriend {
  @WireString({ optional: true }) GroupName?: string;
  /** Where the request comes from: `AddSource_Type_*`. */
  @WireString({ optional: true }) AddSource?: string;
  @WireString({ optional: true }) AddWording?: string;
}

/** A client wants to add friends. Requests over REST are not asked about (page 1047/43468). */
export class SnsBeforeFriendAddDto extends FriendRequestBody {
  static readonly command = 'Sns.CallbackPrevFriendAdd';
  static readonly event = 'sns.beforeFriendAdd';
  static readonly verdicts = friendVerdicts(this.command, 'FriendItem');
  /** The users who are asked. */
  @WireObjects(() => FriendItem, { optional: true }) FriendItem?: FriendItem[];
  /** `Add_Type_Single` or `Add_Type_Both`. */
  @WireString({ optional: true }) AddType?: string;
  /** 1 = forced by an administrator, 0 = normal. */
  @WireInteger({ optional: true }) ForceAddFlags?: number;
}

/** An answer to a friend request. */
class ResponseFriendItem extends RequestedFriend {
  /** Name of the friend list; called `GroupName` in `sns.beforeFriendAdd`. */
  @WireString({ optional: true }) TagName?: string;
  /** `Response_Action_AgreeAndAdd`, `Response_Action_Agree` or `Response_Action_Reject`. */
  @WireString({ optional: true }) ResponseAction?: string;
}

/** A client answers friend requests. Answers over REST are not asked about (page 1047/43467). */
export class SnsBeforeFriendResponseDto extends FriendRequestBody {
  static readonly command = 'Sns.CallbackPrevFriendResponse';
  static readonly event = 'sns.beforeFriendResponse';
  static readonly verdicts = friendVerdicts(this.command, 'ResponseFriendItem');
  @WireObjects(() => ResponseFriendItem, { optional: true }) ResponseFriendItem?: ResponseFriendItem[];
}

/** A relation from one user to another. */
class AccountPair {
  /** Owner of the list that changed. */
  @WireString() From_Account!: string;
  /** The other user. */
  @WireString() To_Account!: string;
}

/** Changed relations. Nothing in it identifies one change. */
class AccountPairsBody {
  static readonly idempotencyKey: IdempotencyKey = byRequestId;
  /** One entry for each directed relation. */
  @WireObjects(() => AccountPair) PairList!: AccountPair[];
}

class FriendPair extends AccountPair {
  /** UserID who started the request. */
  @WireString() Initiator_Account!: string;
}

/** A friendship was made, in any way but import (page 1047/34359). */
export class SnsFriendAddedDto extends AccountPairsBody {
  static readonly command = 'Sns.CallbackFriendAdd';
  static readonly event = 'sns.friendAdded';
  @WireObjects(() => FriendPair) declare PairList: FriendPair[];
  /** `friend_add` or `FriendAdd` for requests, `friend_response` or `FriendResponse` for answers. */
  @WireString() ClientCmd!: string;
  /** The administrator when it came over REST, otherwise empty. */
  @WireString() Admin_Account!: string;
  /** 1 = forced by an administrator, 0 = normal. */
  @WireInteger() ForceFlag!: number;
}

/** A friend was deleted. A mutual delete arrived as two pairs in a capture (page 1047/34360). */
export class SnsFriendDeletedDto extends AccountPairsBody {
  static readonly command = 'Sns.CallbackFriendDelete';
  static readonly event = 'sns.friendDeleted';
}

/** A blocklist entry was added from a client or over REST (page 1047/34361). */
export class SnsBlackListAddedDto extends AccountPairsBody {
  static readonly command = 'Sns.CallbackBlackListAdd';
  static readonly event = 'sns.blackListAdded';
}

/** A blocklist entry was removed from a client or over REST (page 1047/34362). */
export class SnsBlackListDeletedDto extends AccountPairsBody {
  static readonly command = 'Sns.CallbackBlackListDelete';
  static readonly event = 'sns.blackListDeleted';
}
