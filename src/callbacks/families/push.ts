import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire/wire-decorators.js';

/** When the first result of a batch happened, in ms. */
function firstEventTime({ Events: [first] }: { Events: PushResult[] }): number | undefined {
  return first && first.EventTime * 1000;
}

/** The result of a push to one user. */
class PushResult {
  /** The command, as in the URL. */
  @WireString() CallbackCommand!: string;
  /** When it happened, in SECONDS since the epoch, unlike elsewhere. */
  @WireInteger() EventTime!: number;
  /** UserID of the receiver. */
  @WireString() To_Account!: string;
  /** 0 unknown, 1 APNs, 2 Xiaomi, 3 Huawei, 4 FCM, 5 Meizu, 6 OPPO, 7 vivo, 8 Honor; an open set. */
  @WireInteger() PushPlatform!: number;
  /** 1 sent, 2 reached, 3 clicked. */
  @WireInteger() PushStage!: number;
  /** 0 for success. */
  @WireInteger({ signed: true }) ErrCode!: number;
  /** The failure in words; may be empty. */
  @WireString() ErrInfo!: string;
}

/** The result of the push for a message. */
class OfflinePushResult extends PushResult {
  /** 1 one-to-one, 2 group. */
  @WireInteger() EventType!: number;
  /** UserID of the sender. */
  @WireString() From_Account!: string;
  /** Key of a one-to-one message. */
  @WireString({ optional: true }) MsgKey?: string;
  /** Group of a group message; note the casing. */
  @WireString({ optional: true }) GroupID?: string;
  /** Sequence number of the message, unsigned 32-bit. */
  @WireInteger() MsgSeq!: number;
  /** Random number of a one-to-one message, unsigned 32-bit. */
  @WireInteger({ optional: true }) MsgRandom?: number;
  /** When the message was sent, in seconds since the epoch. */
  @WireInteger() MsgTime!: number;
  /** ID of the push; in a sample only. */
  @WireString({ optional: true }) PushID?: string;
}

/**
 * Results of offline pushes for chat messages, in a batch. Above 1,000 callbacks/s they come later. The body names no
 * command at its top level, and its times are in seconds (page CN 269/102567; 1047/67552).
 */
export class PushOfflinePushDto {
  static readonly command = 'Push.OfflinePush';
  static readonly event = 'push.offlinePush';
  static readonly idempotencyKey = byTimedBody;
  static readonly eventTime = firstEventTime;
  /** 1 to 100 results; the only top-level member. */
  @WireObjects(() => OfflinePushResult) Events!: OfflinePushResult[];
}

/** The result of a push that was started over REST. */
class AllMemberPushResult extends PushResult {
  /** 1 offline push, 2 online push. */
  @WireInteger() EventType!: number;
  @WireString() TaskId!: string;
  /** When the task was started, in seconds since the epoch. */
  @WireInteger() TaskTime!: number;
  /** The tag that was given over REST (page 269/108906). */
  @WireString({ optional: true }) DataId?: string;
}

/**
 * Results of pushes that were started over REST, in a batch. Above 1,000 callbacks/s they come later. The body names no
 * command at its top level, and its times are in seconds (page CN 269/102568; 1047/67551).
 */
export class PushAllMemberPushDto {
  static readonly command = 'Push.AllMemberPush';
  static readonly event = 'push.allMemberPush';
  static readonly idempotencyKey = byTimedBody;
  static readonly eventTime = firstEventTime;
  /** 1 to 100 results; the only top-level member. */
  @WireObjects(() => AllMemberPushResult) Events!: AllMemberPushResult[];
}
