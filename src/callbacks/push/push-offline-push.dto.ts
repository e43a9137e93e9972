import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';
import { firstEventTime } from './first-event-time.js';

/** The result of one push. */
export class OfflinePushResult {
  /** The command, as in the URL. */
  @WireString()
  CallbackCommand!: string;

  /** 1 one-to-one, 2 group. */
  @WireInteger()
  EventType!: number;

  /** When it happened, in SECONDS since the epoch, unlike elsewhere. */
  @WireInteger()
  EventTime!: number;

  @WireString()
  From_Account!: string;

  @WireString()
  To_Account!: string;

  /** 0 unknown, 1 APNs, 2 Xiaomi, 3 Huawei, 4 FCM, 5 Meizu, 6 OPPO, 7 vivo, 8 Honor; an open set. */
  @WireInteger()
  PushPlatform!: number;

  /** 1 sent, 2 reached, 3 clicked. */
  @WireInteger()
  PushStage!: number;

  /** Key of the message, also for recalling it over REST. */
  @WireString({ optional: true })
  MsgKey?: string;

  /** Group only; note the casing. */
  @WireString({ optional: true })
  GroupID?: string;

  /** Unsigned 32-bit sequence number. */
  @WireInteger()
  MsgSeq!: number;

  /** Unsigned 32-bit random number. */
  @WireInteger({ optional: true })
  MsgRandom?: number;

  /** When it was sent, in seconds since the epoch. */
  @WireInteger()
  MsgTime!: number;

  /** Push identifier (page sample). */
  @WireString({ optional: true })
  PushID?: string;

  /** 0 = success. */
  @WireInteger({ signed: true })
  ErrCode!: number;

  /** May be empty. */
  @WireString()
  ErrInfo!: string;
}

/**
 * Results of offline pushes for chat messages. Above 1,000 callbacks/s they come later. A batch. The body
 * names no command at its top level, and its times are in seconds.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page CN 269/102567; 1047/67552
 */
export class PushOfflinePushDto {
  static readonly command = 'Push.OfflinePush';
  static readonly event = 'push.offlinePush';
  static readonly idempotencyKey = byTimedBody;
  static readonly eventTime = firstEventTime;
  static readonly sample = {
    Events: [
      {
        CallbackCommand: 'Push.OfflinePush',
        EventType: 1,
        EventTime: 1767225601,
        From_Account: 'user_1001',
        To_Account: 'user_1002',
        PushPlatform: 4,
        PushStage: 1,
        MsgKey: '48001_2837001_1767225600',
        MsgSeq: 48001,
        MsgRandom: 2837001,
        MsgTime: 1767225600,
        ErrCode: 0,
        ErrInfo: 'OK',
      },
    ],
  };

  /** 1 to 100 entries; the only top-level member. */
  @WireObjects(() => OfflinePushResult)
  Events!: OfflinePushResult[];
}
