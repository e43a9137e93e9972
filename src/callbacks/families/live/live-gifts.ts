import { byRequestId } from '../../idempotency-key.js';
import { rejectVerdicts } from '../../verdicts/reject-verdicts.js';
import { WireInteger, WireObject, WireString, WireStrings } from '../../wire/wire-decorators.js';

/** A gift and who gets it. */
class GiftWater {
  /** UserID of the sender. */
  @WireString({ optional: true }) From_Account?: string;
  /** UserIDs of the recipients: a list, unlike elsewhere. */
  @WireStrings({ optional: true }) To_Account?: string[];
  /** In seconds since the epoch. */
  @WireInteger({ optional: true }) Time?: number;
  @WireString({ optional: true }) GiftId?: string;
  @WireInteger({ optional: true }) Count?: number;
  /** Value of ONE gift. */
  @WireInteger({ optional: true }) Coins?: number;
}

/**
 * A user is about to send a gift. Without an answer within 2 s Chat blocks it, unlike a message. Nothing identifies a gift: two
 * equal ones within a second have equal bodies (page 647/72210; CN 647/121916).
 */
export class LiveBeforeSendGiftDto {
  static readonly command = 'Live.CallbackBeforeSendGift';
  static readonly event = 'live.beforeSendGift';
  static readonly idempotencyKey = byRequestId;
  static readonly verdicts = rejectVerdicts(this.command, [102_100, 102_200]);
  static readonly unanswered = 'reject';
  /** UserID of whoever sends it. */
  @WireString({ optional: true }) Operator_Account?: string;
  @WireString({ optional: true }) RoomId?: string;
  @WireObject(() => GiftWater, { optional: true }) GiftWater?: GiftWater;
}
