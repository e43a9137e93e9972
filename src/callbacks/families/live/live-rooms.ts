import { byMember, byTimedBody, type IdempotencyKey } from '../../idempotency-key.js';
import {
  WireBoolean,
  WireInteger,
  WireIntegers,
  WireObject,
  WireObjects,
  WireString,
  WireStrings,
} from '../../wire/wire-decorators.js';
import { Member } from '../group/group-body.js';
import { ChangedRoom, RoomProfile } from '../room-profile.js';
import { TimedBody } from '../timed-body.js';

/** What happened to a live room. Live has its own callback URL and token (page 647/64412). */
class LiveRoomBody extends TimedBody {
  static override readonly idempotencyKey: IdempotencyKey = byMember('RoomId', 'EventTime');
  @WireString() RoomId!: string;
}

/** What somebody did to a live room. */
class OperatedLiveRoomBody extends LiveRoomBody {
  /** UserID of whoever did it; `@TIM#SYSTEM` for Chat itself. */
  @WireString() Operator_Account!: string;
}

/** A live room at its creation and its end. */
class LiveRoomProfile extends RoomProfile {
  @WireBoolean() IsPublicVisible!: boolean;
  /** Address of the cover picture; may be empty. */
  @WireString() CoverURL!: string;
  /** The app's own categories. */
  @WireIntegers({ optional: true }) Category?: number[];
}

class CreatedLiveRoom extends LiveRoomProfile {
  @WireString() RoomId!: string;
  /** In seconds since the epoch. */
  @WireInteger() CreateTime!: number;
}

/** A live room was created, from a client or over REST (page 647/64422; CN 647/110523). */
export class LiveRoomCreatedDto {
  static readonly command = 'Live.CallbackAfterCreateRoom';
  static readonly event = 'live.roomCreated';
  /** The ID of a room can be used again after its end. */
  static readonly idempotencyKey: IdempotencyKey = (body, requestId) =>
    ('EventTime' in body ? byTimedBody : ROOM_AND_TIME)(body, requestId);
  /** UserID of whoever created it. */
  @WireString() Operator_Account!: string;
  @WireObject(() => CreatedLiveRoom) RoomInfo!: CreatedLiveRoom;
  /** When it happened, in ms since the epoch; missing from international samples. */
  @WireInteger({ optional: true }) EventTime?: number;
}

const ROOM_AND_TIME = byMember('RoomInfo.RoomId', 'RoomInfo.CreateTime');

class DestroyedLiveRoom extends LiveRoomProfile {
  /** Undocumented; repeats the outer `RoomId` in a capture. */
  @WireString({ optional: true }) RoomId?: string;
  /** Address of the background picture; may be empty. */
  @WireString() BackgroundURL!: string;
  /** The app's own tag of its activity. */
  @WireInteger() ActivityStatus!: number;
  /** How often users entered. */
  @WireInteger() ViewCount!: number;
  @WireBoolean() IsUnlimitedRoomEnabled!: boolean;
}

class LiveRoomStatistic {
  /** Entries: a user who enters twice counts twice. */
  @WireInteger() TotalViewers!: number;
  @WireInteger() TotalGiftsSent!: number;
  /** Value of the gifts. */
  @WireInteger() TotalGiftCoins!: number;
  @WireInteger() TotalUniqueGiftSenders!: number;
  @WireInteger() TotalLikesReceived!: number;
}

/** A live room was dissolved, by a user, over REST, or by the system when nobody was left (page 647/64423). */
export class LiveRoomDestroyedDto extends OperatedLiveRoomBody {
  static readonly command = 'Live.CallbackAfterDestroyRoom';
  static readonly event = 'live.roomDestroyed';
  /** `DestroyByUser` or `DestroyBySystem`; an open set. */
  @WireString() EventType!: string;
  /** A later addition. */
  @WireObject(() => DestroyedLiveRoom, { optional: true }) RoomInfo?: DestroyedLiveRoom;
  /** The latest addition. */
  @WireObject(() => LiveRoomStatistic, { optional: true }) Statistic?: LiveRoomStatistic;
}

class ChangedLiveRoom extends ChangedRoom {
  @WireBoolean({ optional: true }) IsPublicVisible?: boolean;
  @WireString({ optional: true }) CoverURL?: string;
  /** The app's own categories. */
  @WireIntegers({ optional: true }) Category?: number[];
  /** The app's own tag of its activity. */
  @WireInteger({ optional: true }) ActivityStatus?: number;
}

/** A live room's information was changed, from a client or over REST (page 647/67938; CN 647/115659). */
export class LiveRoomInfoChangedDto extends TimedBody {
  static readonly command = 'Live.CallbackAfterUpdateRoomInfo';
  static readonly event = 'live.roomInfoChanged';
  static override readonly idempotencyKey = byMember('RoomInfo.RoomId', 'EventTime');
  /** UserID of whoever changed it. */
  @WireString() Operator_Account!: string;
  @WireObject(() => ChangedLiveRoom) RoomInfo!: ChangedLiveRoom;
}

/** A key of a live room's own data, and its value. */
class LiveRoomMetadata {
  @WireString() Key!: string;
  @WireString() Value!: string;
}

/** Own data of a live room was set, from a client or over REST (page 647/68222). */
export class LiveMetadataSetDto extends OperatedLiveRoomBody {
  static readonly command = 'Live.CallbackAfterSetMetadata';
  static readonly event = 'live.metadataSet';
  @WireObjects(() => LiveRoomMetadata) Metadata!: LiveRoomMetadata[];
}

/** Own data of a live room was deleted, from a client or over REST (page 647/68223). */
export class LiveMetadataDeletedDto extends OperatedLiveRoomBody {
  static readonly command = 'Live.CallbackAfterDelMetadata';
  static readonly event = 'live.metadataDeleted';
  @WireStrings() Keys!: string[];
}

/**
 * Users entered or left a live room, were lost, came back or were removed. Not sent for users in a room that is dissolved (page 647/64424;
 * CN 269/125793).
 */
export class LiveMemberStateChangedDto extends LiveRoomBody {
  static readonly command = 'Live.CallbackAfterMemberStateChanged';
  static readonly aliases = ['Live.CallbackMemberStateChanged'];
  static readonly event = 'live.memberStateChanged';
  static override readonly idempotencyKey = byTimedBody;
  /** `Online` or `Offline`; an open set. */
  @WireString() EventType!: string;
  /** `Enter`, `Leave`, `HeartbeatInterrupt`, `HeartbeatRecover` or `Kicked`; an open set. */
  @WireString() EventCause!: string;
  @WireObjects(() => Member) MemberList!: Member[];
}

/** A live room was given to another owner, from a client or over REST (page 647/72553). */
export class LiveOwnerChangedDto extends OperatedLiveRoomBody {
  static readonly command = 'Live.CallbackAfterChangeOwner';
  static readonly event = 'live.ownerChanged';
  @WireString() CurrentOwner_Account!: string;
  @WireString() OriginalOwner_Account!: string;
}

/** Administrators of a live room were added or removed, from a client or over REST (page 647/72554). */
export class LiveAdminsChangedDto extends OperatedLiveRoomBody {
  static readonly command = 'Live.CallbackAfterModifyAdmin';
  static readonly event = 'live.adminsChanged';
  static override readonly idempotencyKey = byTimedBody;
  /** UserIDs that were added or removed. */
  @WireStrings() Admin_Account!: string[];
  /** `add` or `delete`; an open set. Mind the small first letter. */
  @WireString() opType!: string;
}

/** The number of rooms passed 70 % of the app's limit (page 647/70485). */
export class LiveRoomThresholdReachedDto extends TimedBody {
  static readonly command = 'Live.CallbackAfterCreateRoomReachingThreshold';
  static readonly event = 'live.roomThresholdReached';
  static override readonly idempotencyKey = byMember('EventTime', 'CurRoomCount', 'MaxRoomCount');
  /** UserID of whoever created the room. */
  @WireString() Operator_Account!: string;
  @WireInteger() CurRoomCount!: number;
  /** The most rooms that the app may have. */
  @WireInteger() MaxRoomCount!: number;
}
