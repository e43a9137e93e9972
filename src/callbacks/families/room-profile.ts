import { incomplete } from '../wire/incomplete.js';
import { WireBoolean, WireInteger, WireString } from '../wire/wire-decorators.js';

/** What can be changed in live rooms and conference rooms. */
class ChangeableRoom {
  @WireString() RoomName!: string;
  @WireInteger() MaxMemberCount!: number;
  /** Whether text messages are forbidden for all. */
  @WireBoolean() IsMessageDisabled!: boolean;
  /** `None`, `FreeToTake` or `ApplyToTake`; an open set. */
  @WireString() TakeSeatMode!: string;
  /** Free text of the app. */
  @WireString() CustomInfo!: string;
}

/** What live rooms and conference rooms have in common. */
export class RoomProfile extends ChangeableRoom {
  /** `Live` or `Meeting`; an open set. */
  @WireString() RoomType!: string;
  /** UserID of the owner; a bare integer of 18 digits in some samples. */
  @WireString() Owner_Account!: string;
  @WireInteger() MaxSeatCount!: number;
  @WireBoolean() IsSeatEnabled!: boolean;
}

/** A room after a change. Whether members that did not change are sent is not documented. */
export class ChangedRoom extends incomplete(ChangeableRoom) {
  @WireString() RoomId!: string;
}
