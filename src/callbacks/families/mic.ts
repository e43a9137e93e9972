import { WireBoolean, WireInteger, WireObjects, WireString } from '../wire/wire-decorators.js';
import { TimedBody } from './timed-body.js';

class Seat {
  @WireInteger() Index!: number;
  /** UserID on the seat; absent or empty if nobody takes it. */
  @WireString({ optional: true }) Member_Account?: string;
  /** Whether the seat is locked. */
  @WireBoolean() IsTakenDisabled!: boolean;
  @WireBoolean() IsVideoDisabled!: boolean;
  @WireBoolean() IsAudioDisabled!: boolean;
}

/**
 * Users took or left a seat or were moved, or a seat was locked. Live and Room send it, each to its own URL (page 647/64425;
 * 647/60736).
 */
export class MicSeatsChangedDto extends TimedBody {
  static readonly command = 'Mic.CallbackAfterSeatInfoChanged';
  static readonly event = 'mic.seatsChanged';
  /** UserID of whoever did it; documented for Room only. */
  @WireString({ optional: true }) Operator_Account?: string;
  @WireString() RoomId!: string;
  /** The seats. Whether all of them or only those that changed is not documented. */
  @WireObjects(() => Seat) SeatList!: Seat[];
}
