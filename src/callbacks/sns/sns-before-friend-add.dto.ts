import { byTimedBody } from '../idempotency-key.js';
import { friendVerdicts } from '../verdicts/friend-verdicts.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';

/** A user who is asked to become a friend. */
export class FriendItem {
  /** Target UserID. */
  @WireString()
  To_Account!: string;

  /** Remark. */
  @WireString({ optional: true })
  Remark?: string;

  /** Friend list name. */
  @WireString({ optional: true })
  GroupName?: string;

  /** AddSource_Type_*. */
  @WireString({ optional: true })
  AddSource?: string;

  /** Greeting text. */
  @WireString({ optional: true })
  AddWording?: string;
}

/**
 * A client wants to add friends. Requests over REST are not asked about.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/43468
 */
export class SnsBeforeFriendAddDto {
  static readonly command = 'Sns.CallbackPrevFriendAdd';
  static readonly event = 'sns.beforeFriendAdd';
  static readonly verdicts = friendVerdicts(
    'Sns.CallbackPrevFriendAdd',
    (body: SnsBeforeFriendAddDto) => body.FriendItem,
  );
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Sns.CallbackPrevFriendAdd',
    Requester_Account: 'user_1001',
    From_Account: 'user_1001',
    FriendItem: [
      {
        To_Account: 'user_1002',
        Remark: 'desk mate',
        GroupName: 'work',
        AddSource: 'AddSource_Type_Web',
        AddWording: 'hi',
      },
    ],
    AddType: 'Add_Type_Both',
    ForceAddFlags: 0,
    EventTime: 1767225600123,
  };

  /** UserID that issued the request. */
  @WireString()
  Requester_Account!: string;

  /** UserID who wants the friend. */
  @WireString()
  From_Account!: string;

  /** Targets. */
  @WireObjects(() => FriendItem)
  FriendItem!: FriendItem[];

  /** Add_Type_Single | Add_Type_Both. */
  @WireString()
  AddType!: string;

  /** 1 = forced by admin, 0 = normal. */
  @WireInteger()
  ForceAddFlags!: number;

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
