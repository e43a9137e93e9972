import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObjects, WireScalar, WireString } from '../wire.decorators.js';

/** A field of the profile. */
export class ProfileItem {
  /** Such as `Tag_Profile_IM_Nick`, `Tag_Profile_IM_Gender` or `Tag_Profile_Custom_*`. */
  @WireString()
  Tag!: string;

  /** A number or a string, depending on `Tag`. */
  @WireScalar()
  Value!: string | number;
}

/**
 * A profile was changed, by its user or over REST. Needs the switch for profile changes as well.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/48733
 */
export class ProfileUpdatedDto {
  static readonly command = 'Profile.CallbackPortraitSet';
  static readonly event = 'profile.updated';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'Profile.CallbackPortraitSet',
    Operator_Account: 'user_1001',
    From_Account: 'user_1001',
    EventTime: 1767225600123,
    ProfileItem: [
      {
        Tag: 'Tag_Profile_IM_Nick',
        Value: 'Maple',
      },
      {
        Tag: 'Tag_Profile_Custom_Team',
        Value: 'blue',
      },
    ],
  };

  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString()
  Operator_Account!: string;

  /** UserID whose profile changed. */
  @WireString()
  From_Account!: string;

  /** When it happened, in ms since the epoch. */
  @WireInteger()
  EventTime!: number;

  /** Fields that were updated. */
  @WireObjects(() => ProfileItem)
  ProfileItem!: ProfileItem[];
}
