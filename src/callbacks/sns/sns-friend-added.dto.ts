import { byRequestId } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';

/** A relation from one user to another. */
export class FriendPair {
  /** Owner of the list that changed. */
  @WireString()
  From_Account!: string;

  /** The other user. */
  @WireString()
  To_Account!: string;

  /** UserID who started the request. */
  @WireString()
  Initiator_Account!: string;
}

/**
 * A friendship was made, in any way but import.
 *
 * Idempotency key: `RequestId`, where there is one.
 *
 * @see vendor page 1047/34359
 */
export class SnsFriendAddedDto {
  static readonly command = 'Sns.CallbackFriendAdd';
  static readonly event = 'sns.friendAdded';
  static readonly idempotencyKey = byRequestId;
  static readonly sample = {
    CallbackCommand: 'Sns.CallbackFriendAdd',
    PairList: [
      {
        From_Account: 'user_1001',
        To_Account: 'user_1002',
        Initiator_Account: 'user_1001',
      },
    ],
    ClientCmd: 'friend_add',
    Admin_Account: '',
    ForceFlag: 0,
  };

  /** One entry per directed relation. */
  @WireObjects(() => FriendPair)
  PairList!: FriendPair[];

  /** `friend_add` or `FriendAdd` for requests, `friend_response` or `FriendResponse` for answers. */
  @WireString()
  ClientCmd!: string;

  /** Admin account when server-initiated, else empty string. */
  @WireString()
  Admin_Account!: string;

  /** 1 = forced by admin, 0 = normal. */
  @WireInteger()
  ForceFlag!: number;
}
