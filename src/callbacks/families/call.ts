import { TimedBody } from './timed-body.js';
import { WireInteger, WireObject, WireObjects, WireString, WireStrings } from '../wire/wire-decorators.js';

class Call {
  @WireString() CallId!: string;
  @WireString({ optional: true }) RoomId?: string;
  /** 1 for a room ID of digits, 2 for a string. */
  @WireInteger({ optional: true }) RoomIdType?: number;
}

/** A call that was started. */
class CallInfo extends Call {
  /** `Audio` or `Video`. */
  @WireString() CallMediaType!: string;
  /** ID of the group, for a call in a group. */
  @WireString({ optional: true }) ChatGroupId?: string;
}

class CallUser {
  @WireString() User_Account!: string;
  /** `Calling` or `Waiting`. */
  @WireString() Status!: string;
}

/** A call was started (TUICallKit). The Call product has its own callback URL (page 647/68941; CN 269/129102). */
export class CallStartedDto extends TimedBody {
  static readonly command = 'Call.CallbackAfterStartCall';
  static readonly event = 'call.started';
  @WireObject(() => CallInfo) CallInfo!: CallInfo;
  @WireObjects(() => CallUser) UserList!: CallUser[];
}

class CallRecord extends Call {
  @WireString() Caller_Account!: string;
  /** `Audio` or `Video`. */
  @WireString() MediaType!: string;
  /** `SingleCall` or `MultiCall`. */
  @WireString() CallType!: string;
  /** When it was started, in seconds since the epoch. */
  @WireInteger() StartTime!: number;
  /** When it ended, in seconds since the epoch. */
  @WireInteger() EndTime!: number;
  /** When it was answered, in seconds since the epoch; 0 when it never was. */
  @WireInteger() AcceptTime!: number;
  /** `Cancel`, `Reject`, `NotAnswer`, `NormalEnd`, `CallBusy`, `Interrupt` or `Offline`. */
  @WireString() CallResult!: string;
  /** UserIDs of those who were called. */
  @WireStrings() CalleeList_Account!: string[];
}

/** A call ended: at most one participant remains (TUICallKit, page 647/68940). */
export class CallEndedDto extends TimedBody {
  static readonly command = 'Call.CallbackAfterEndCall';
  static readonly event = 'call.ended';
  @WireObject(() => CallRecord) CallRecord!: CallRecord;
}

class ChangedCallUser {
  @WireString() User_Account!: string;
  /** `Answer`, `Reject`, `NotAnswer`, `Hangup`, `Join`, `Offline`, `Invite`, `Cancel_Invite`; an open set. */
  @WireString() ActionType!: string;
}

/** A participant of a call answered, joined, left, … (TUICallKit, page 647/69215). */
export class CallMemberChangedDto extends TimedBody {
  static readonly command = 'Call.CallbackAfterMemberChanged';
  static readonly event = 'call.memberChanged';
  @WireString() CallId!: string;
  @WireObjects(() => CallUser) UserList!: CallUser[];
  @WireObjects(() => ChangedCallUser) ChangedUserList!: ChangedCallUser[];
}
