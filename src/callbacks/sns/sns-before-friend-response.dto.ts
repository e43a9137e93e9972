import { byTimedBody } from '../idempotency-key.js';
import { friendVerdicts } from '../verdicts/friend-verdicts.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';

/** An answer to a friend request. */
export class ResponseFriendItem {
  /** UserID who asked. */
  @WireString()
  To_Account!: string;

  /** Remark. */
  @WireString({ optional: true })
  Remark?: string;

  /** Friend list; called `GroupName` in `sns.beforeFriendAdd`. */
  @WireString({ optional: true })
  TagName?: string;

  /** Response_Action_AgreeAndAdd | Response_Action_Agree | Response_Action_Reject. */
  @WireString()
  ResponseAction!: string;
}

/**
 * A client answers friend requests. Answers over REST are not asked about.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/43467
 */
export class SnsBeforeFriendResponseDto {
  static readonly command = 'Sns.CallbackPrevFriendResponse';
  static readonly event = 'sns.beforeFriendResponse';
  static readonly verdicts = friendVerdicts(
    'Sns.CallbackPrevFriendResponse',
    (body: SnsBeforeFriendResponseDto) => body.ResponseFriendItem,
  );
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Sns.CallbackPrevFriendResponse',
    Requester_Account: 'user_1002',
    From_Account: 'user_1002',
    ResponseFriendItem: [
      {
        To_Account: 'user_1001',
        Remark: 'desk mate',
        TagName: 'work',
        ResponseAction: 'Response_Action_AgreeAndAdd',
      },
    ],
    EventTime: 1767225600123,
  };

  /** UserID that issued this answer request. */
  @WireString()
  Requester_Account!: string;

  /** UserID answering. */
  @WireString()
  From_Account!: string;

  /** Answers. */
  @WireObjects(() => ResponseFriendItem)
  ResponseFriendItem!: ResponseFriendItem[];

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
