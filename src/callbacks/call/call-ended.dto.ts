import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObject, WireString, WireStrings } from '../wire.decorators.js';

/** The call, from its start to its end. */
export class CallRecord {
  @WireString()
  CallId!: string;

  @WireString()
  Caller_Account!: string;

  /** Audio | Video. */
  @WireString()
  MediaType!: string;

  /** SingleCall | MultiCall. */
  @WireString()
  CallType!: string;

  /** Seconds. */
  @WireInteger()
  StartTime!: number;

  /** Seconds. */
  @WireInteger()
  EndTime!: number;

  /** Seconds; 0 when never answered. */
  @WireInteger()
  AcceptTime!: number;

  /** Cancel, Reject, NotAnswer, NormalEnd, CallBusy, Interrupt, Offline. */
  @WireString()
  CallResult!: string;

  /** UserIDs. */
  @WireStrings()
  CalleeList_Account!: string[];

  @WireString({ optional: true })
  RoomId?: string;

  /** 1 numeric, 2 string. */
  @WireInteger({ optional: true })
  RoomIdType?: number;
}

/**
 * A call ended: one participant is left at the most (TUICallKit).
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 647/68940
 */
export class CallEndedDto {
  static readonly command = 'Call.CallbackAfterEndCall';
  static readonly event = 'call.ended';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Call.CallbackAfterEndCall',
    CallRecord: {
      CallId: '0f0e0d0c-0000-4000-8000-000000000002',
      Caller_Account: 'user_1001',
      MediaType: 'Audio',
      CallType: 'SingleCall',
      StartTime: 1767225600,
      EndTime: 1767225660,
      AcceptTime: 1767225605,
      CallResult: 'NormalEnd',
      CalleeList_Account: ['user_1002'],
      RoomId: 'r-1',
      RoomIdType: 2,
    },
    EventTime: 1767225661123,
  };

  /** Record. */
  @WireObject(() => CallRecord)
  CallRecord!: CallRecord;

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
