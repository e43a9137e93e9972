import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireString } from '../wire.decorators.js';
import { CallUser } from './call-user.js';

/** A participant and what they did. */
export class ChangedCallUser {
  /** UserID. */
  @WireString()
  User_Account!: string;

  /** `Answer`, `Reject`, `NotAnswer`, `Hangup`, `Join`, `Offline`, `Invite`, `Cancel_Invite`; an open set. */
  @WireString()
  ActionType!: string;
}

/**
 * A participant of a call answered, joined, left, … (TUICallKit).
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 647/69215
 */
export class CallMemberChangedDto {
  static readonly command = 'Call.CallbackAfterMemberChanged';
  static readonly event = 'call.memberChanged';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Call.CallbackAfterMemberChanged',
    CallId: '0f0e0d0c-0000-4000-8000-000000000002',
    UserList: [
      {
        User_Account: 'user_1001',
        Status: 'Calling',
      },
    ],
    ChangedUserList: [
      {
        User_Account: 'user_1002',
        ActionType: 'Hangup',
      },
    ],
    EventTime: 1767225600123,
  };

  @WireString()
  CallId!: string;

  /** Participants. */
  @WireObjects(() => CallUser)
  UserList!: CallUser[];

  /** Who changed. */
  @WireObjects(() => ChangedCallUser)
  ChangedUserList!: ChangedCallUser[];

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
