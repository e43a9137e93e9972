import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireString } from '../wire.decorators.js';

/**
 * A room was created, and the rooms passed 70 % of what the app may have (TUILiveKit). The Live product has
 * a callback URL of its own.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 647/70485
 */
export class LiveRoomThresholdReachedDto {
  static readonly command = 'Live.CallbackAfterCreateRoomReachingThreshold';
  static readonly event = 'live.roomThresholdReached';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Live.CallbackAfterCreateRoomReachingThreshold',
    Operator_Account: 'user_1001',
    CurRoomCount: 410,
    MaxRoomCount: 500,
    EventTime: 1767225600123,
  };

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** Current number of rooms. */
  @WireInteger()
  CurRoomCount!: number;

  /** The most rooms that the app may have. */
  @WireInteger()
  MaxRoomCount!: number;

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
