import { byMember, byTimedBody, type IdempotencyKey } from '../idempotency-key.js';
import { WireBoolean, WireInteger, WireObject, WireString, WireStrings } from '../wire/wire-decorators.js';
import { ChangedRoom, RoomProfile } from './room-profile.js';
import { TimedBody } from './timed-body.js';

/** What somebody did in a conference room. Room has its own callback URL (page 647/60730). */
class ConferenceBody extends TimedBody {
  static override readonly idempotencyKey: IdempotencyKey = byMember('RoomInfo.RoomId', 'EventTime');
  /** UserID of whoever did it. */
  @WireString() Operator_Account!: string;
}

class CreatedConference extends RoomProfile {
  @WireString() RoomId!: string;
  /** Whether video is off for all. */
  @WireBoolean() IsVideoDisabled!: boolean;
  /** Whether audio is off for all. */
  @WireBoolean() IsAudioDisabled!: boolean;
  @WireBoolean() IsScreenSharingDisabled!: boolean;
  @WireBoolean() IsCloudRecordingDisabled!: boolean;
  /** In seconds since the epoch. */
  @WireInteger({ optional: true }) ScheduleStartTime?: number;
  /** In seconds since the epoch. */
  @WireInteger({ optional: true }) ScheduleEndTime?: number;
  /** `None`, `NotStarted` or `Running`; an open set. */
  @WireString() RoomStatus!: string;
  /** In seconds since the epoch. */
  @WireInteger() CreateTime!: number;
}

/** A conference room was created or scheduled, from a client or over REST (page 647/60733). */
export class RoomCreatedDto extends ConferenceBody {
  static readonly command = 'Room.CallbackAfterCreateRoom';
  static readonly event = 'room.created';
  @WireObject(() => CreatedConference) RoomInfo!: CreatedConference;
  /** UserIDs that are invited; in a sample only. */
  @WireStrings({ optional: true }) ScheduleInviteeList_Account?: string[];
}

/** A conference room was dissolved, from a client, over REST or by the system (page 647/60732). */
export class RoomDestroyedDto extends ConferenceBody {
  static readonly command = 'Room.CallbackAfterDestroyRoom';
  static readonly event = 'room.destroyed';
  static override readonly idempotencyKey = byMember('RoomId', 'EventTime');
  @WireString() RoomId!: string;
}

class ChangedConference extends ChangedRoom {
  /** UserID of the host. */
  @WireString({ optional: true }) Owner_Account?: string;
  /** Whether video is off for all. */
  @WireBoolean({ optional: true }) IsVideoDisabled?: boolean;
  /** Whether audio is off for all. */
  @WireBoolean({ optional: true }) IsAudioDisabled?: boolean;
  @WireBoolean({ optional: true }) IsScreenSharingDisabled?: boolean;
  /** The text `"false"` in a sample. */
  @WireBoolean({ optional: true }) IsCloudRecordingDisabled?: boolean;
}

/** A conference room's information was changed, from a client or over REST (page 647/60731). */
export class RoomInfoChangedDto extends ConferenceBody {
  static readonly command = 'Room.CallbackAfterUpdateRoomInfo';
  static readonly aliases = ['Room.CallbackUpdateRoomInfo'];
  static readonly event = 'room.infoChanged';
  @WireObject(() => ChangedConference) RoomInfo!: ChangedConference;
}

class ConferenceMembersBody extends ConferenceBody {
  static override readonly idempotencyKey = byTimedBody;
  @WireString() RoomId!: string;
  @WireInteger() MemberCount!: number;
  /** `Enter`, `Leave`, `Kicked` or `Expired`, which is for lost members; an open set. */
  @WireString() Type!: string;
  /** UserIDs of those who entered or left. */
  @WireStrings() MemberList_Account!: string[];
}

/** Users entered a conference room through a client (page 647/60735). */
export class RoomMemberEnteredDto extends ConferenceMembersBody {
  static readonly command = 'Room.CallbackAfterMemberEnter';
  static readonly event = 'room.memberEntered';
}

/** Users left a conference room, were removed from it, or were lost (page 647/60734). */
export class RoomMemberLeftDto extends ConferenceMembersBody {
  static readonly command = 'Room.CallbackAfterMemberLeave';
  static readonly event = 'room.memberLeft';
  /** Free text, presumably that of the REST call that removed them. */
  @WireString({ optional: true }) Reason?: string;
}
