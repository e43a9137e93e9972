import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';
import { firstEventTime } from './first-event-time.js';

/** The result of one push. */
export class AllMemberPushResult {
  /** The command, as in the URL. */
  @WireString()
  CallbackCommand!: string;

  /** 1 offline push, 2 online push. */
  @WireInteger()
  EventType!: number;

  /** Push task. */
  @WireString()
  TaskId!: string;

  /** Task start, seconds. */
  @WireInteger()
  TaskTime!: number;

  /** When it happened, in SECONDS since the epoch, unlike elsewhere. */
  @WireInteger()
  EventTime!: number;

  @WireString()
  To_Account!: string;

  /** 0 unknown, 1 APNs, 2 Xiaomi, 3 Huawei, 4 FCM, 5 Meizu, 6 OPPO, 7 vivo, 8 Honor; an open set. */
  @WireInteger()
  PushPlatform!: number;

  /** 1 sent, 2 reached, 3 clicked. */
  @WireInteger()
  PushStage!: number;

  /** 0 = success. */
  @WireInteger({ signed: true })
  ErrCode!: number;

  /** May be empty. */
  @WireString()
  ErrInfo!: string;

  /** Caller's own tag, passed through per the push REST page (269/108906). */
  @WireString({ optional: true })
  DataId?: string;
}

/**
 * Results of pushes that were started over REST. Above 1,000 callbacks/s they come later. A batch. The body
 * names no command at its top level, and its times are in seconds.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page CN 269/102568; 1047/67551
 */
export class PushAllMemberPushDto {
  static readonly command = 'Push.AllMemberPush';
  static readonly event = 'push.allMemberPush';
  static readonly idempotencyKey = byTimedBody;
  static readonly eventTime = firstEventTime;
  static readonly sample = {
    Events: [
      {
        CallbackCommand: 'Push.AllMemberPush',
        EventType: 2,
        TaskId: 'task_0001',
        TaskTime: 1767225600,
        EventTime: 1767225602,
        To_Account: 'user_1003',
        PushPlatform: 0,
        PushStage: 1,
        ErrCode: 0,
        ErrInfo: 'OK',
      },
    ],
  };

  /** 1 to 100 entries; the only top-level member. */
  @WireObjects(() => AllMemberPushResult)
  Events!: AllMemberPushResult[];
}
