import { byMember, type IdempotencyKey } from '../../idempotency-key.js';
import {
  WireBoolean,
  WireInteger,
  WireObject,
  WireObjects,
  WireString,
  WireStrings,
} from '../../wire/wire-decorators.js';
import { TimedBody } from '../timed-body.js';

/** What happened to a battle (PK) between live rooms: it is created, starts and ends once. */
class BattleBody extends TimedBody {
  static override readonly idempotencyKey: IdempotencyKey = byMember('BattleId');
  @WireString() BattleId!: string;
  /** From start to end, in ms. */
  @WireInteger() Duration!: number;
}

/** A battle was created, from a client or over REST (page 647/68259; CN 269/117721). */
export class LiveBattleCreatedDto extends BattleBody {
  static readonly command = 'Live.CallbackAfterCreateBattle';
  static readonly event = 'live.battleCreated';
  /** UserID of whoever created it. */
  @WireString() Operator_Account!: string;
  /** The room that calls. */
  @WireString() FromRoomId!: string;
  /** The rooms that are called. */
  @WireStrings() ToRoomIdList!: string[];
  /** How long the called ones may take to answer, in ms; used only with `NeedResponse`. */
  @WireInteger() Timeout!: number;
  /** Whether it starts when the called ones have answered, or immediately. */
  @WireBoolean() NeedResponse!: boolean;
  /** Free text of the app. */
  @WireString() ExtensionInfo!: string;
}

class BattleRoom {
  @WireString() RoomId!: string;
  /** UserID of the owner; a bare integer of 18 digits in some samples. */
  @WireString() Owner_Account!: string;
}

class BegunBattleBody extends BattleBody {
  /** In seconds since the epoch. */
  @WireInteger() CreateTime!: number;
  /** In seconds since the epoch; its value for a battle that never started is not documented. */
  @WireInteger() StartTime!: number;
}

/** A battle began: immediately, or when at least one of the called owners had agreed (page 647/68260). */
export class LiveBattleStartedDto extends BegunBattleBody {
  static readonly command = 'Live.CallbackAfterStartBattle';
  static readonly event = 'live.battleStarted';
  @WireObject(() => BattleRoom) FromRoomInfo!: BattleRoom;
  /** The called rooms. Whether the list has rooms that did not agree is not documented. */
  @WireObjects(() => BattleRoom) ToRoomList!: BattleRoom[];
}

class ScoredRoom extends BattleRoom {
  @WireInteger({ signed: true }) Score!: number;
}

/** A battle ended: its time was up, all owners left, or nobody agreed to it (page 647/68261). */
export class LiveBattleEndedDto extends BegunBattleBody {
  static readonly command = 'Live.CallbackAfterEndBattle';
  static readonly event = 'live.battleEnded';
  /** In seconds since the epoch. */
  @WireInteger() EndTime!: number;
  /** 0 time was up, 1 all owners left, 2 never started; an open set. */
  @WireInteger() OpType!: number;
  @WireObject(() => ScoredRoom) FromRoomInfo!: ScoredRoom;
  @WireObjects(() => ScoredRoom) ToRoomList!: ScoredRoom[];
}
