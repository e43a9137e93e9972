import { byMember } from '../idempotency-key.js';
import { WireInteger, WireObject, WireScalar, WireString } from '../wire/wire-decorators.js';
import { TimedBody } from './timed-body.js';

/** What happened to a recording, in TRTC's own form. */
class RecordingEvent {
  /** A string or a number, as the room's ID is. */
  @WireScalar() RoomId!: string | number;
  /** In seconds since the epoch; the vendor advises `EventMsTs`. */
  @WireInteger() EventTs!: number;
  /** In ms since the epoch. */
  @WireInteger() EventMsTs!: number;
  /** UserID of the robot that records. */
  @WireString() UserId!: string;
  @WireString() TaskId!: string;
  /** Depends on `EventType` (page 647/54914; CN 647/81113). */
  @WireObject(() => Object) Payload!: Record<string, unknown>;
}

/** A callback of TRTC about a recording. */
class RecordingCallback {
  /** 3 cloud recording, 8 recording of a page; an open set. */
  @WireInteger() EventGroupId!: number;
  /**
   * 301 began, 302 left, 303 upload began, 304 and 307 index file made, 305 upload done, 306 moved to another machine, 309 picture not
   * loaded, 310 MP4 done, 311 file is in VOD, 312 VOD task done, 801 to 804 recording of a page; an open set.
   */
  @WireInteger() EventType!: number;
  /** When it was sent, in ms since the epoch. */
  @WireInteger() CallbackTs!: number;
  @WireObject(() => RecordingEvent) EventInfo!: RecordingEvent;
}

/** The state of a live room's recording changed. Events 310 and 311 come once per file (page CN 269/129603; 647/78428). */
export class LiveRecordingChangedDto extends RecordingCallback {
  static readonly command = 'Live.CallbackAfterCloudRecordingChanged';
  static readonly aliases = ['Follow.CallbackAfterCloudRecordingChanged'];
  static readonly event = 'live.recordingChanged';
  static readonly idempotencyKey = byMember('EventType', 'EventInfo');
}

/** The part of a call's callback that comes from TRTC. Only the event types 301, 311 and 312 are documented. */
class CallRecordingCallback extends RecordingCallback {
  /** 2 in the sample; its meaning is not documented. */
  @WireInteger({ optional: true }) KitType?: number;
}

/** The state of a call's recording changed (page 647/80345; CN 647/131580). */
export class CallRecordingChangedDto extends TimedBody {
  static readonly command = 'Call.CallbackAfterRecordChanged';
  static readonly aliases = ['Call.CallbackAfterCloudRecordingChanged'];
  static readonly event = 'call.recordingChanged';
  static override readonly idempotencyKey = byMember('Callback.EventType', 'Callback.EventInfo');
  @WireString() CallId!: string;
  @WireObject(() => CallRecordingCallback) Callback!: CallRecordingCallback;
}
