import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObject, WireObjects, WireString } from '../wire.decorators.js';
import { CallUser } from './call-user.js';

/** The call. */
export class CallInfo {
  @WireString()
  CallId!: string;

  /** `Audio` or `Video`. */
  @WireString()
  CallMediaType!: string;

  @WireString({ optional: true })
  ChatGroupId?: string;

  @WireString({ optional: true })
  RoomId?: string;

  /** 1 numeric, 2 string. */
  @WireInteger({ optional: true })
  RoomIdType?: number;
}

/**
 * A call was started (TUICallKit). The Call product has a callback URL of its own.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 647/68941; CN list 269/129102
 */
export class CallStartedDto {
  static readonly command = 'Call.CallbackAfterStartCall';
  static readonly event = 'call.started';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Call.CallbackAfterStartCall',
    CallInfo: {
      CallId: '0f0e0d0c-0000-4000-8000-000000000002',
      CallMediaType: 'Audio',
      ChatGroupId: '',
      RoomId: '',
      RoomIdType: 1,
    },
    UserList: [
      {
        User_Account: 'user_1001',
        Status: 'Calling',
      },
      {
        User_Account: 'user_1002',
        Status: 'Waiting',
      },
    ],
    EventTime: 1767225600123,
  };

  /** Call data. */
  @WireObject(() => CallInfo)
  CallInfo!: CallInfo;

  /** Participants. */
  @WireObjects(() => CallUser)
  UserList!: CallUser[];

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;
}
