import { TimedBody } from './timed-body.js';
import { WireInteger, WireString } from '../wire/wire.decorators.js';

/** The number of rooms passed 70 % of the app's limit (TUILiveKit). Live has its own callback URL (page 647/70485). */
export class LiveRoomThresholdReachedDto extends TimedBody {
  static readonly command = 'Live.CallbackAfterCreateRoomReachingThreshold';
  static readonly event = 'live.roomThresholdReached';
  /** UserID of whoever created the room. */
  @WireString() Operator_Account!: string;
  @WireInteger() CurRoomCount!: number;
  /** The most rooms that the app may have. */
  @WireInteger() MaxRoomCount!: number;
}
