import { TimedBody } from './timed-body.js';
import { WireObjects, WireScalar, WireString } from '../wire/wire-decorators.js';

class ProfileItem {
  /** Such as `Tag_Profile_IM_Nick`, `Tag_Profile_IM_Gender` or `Tag_Profile_Custom_*`. */
  @WireString() Tag!: string;
  /** A number or a string, depending on `Tag`. */
  @WireScalar() Value!: string | number;
}

/** A profile was changed, by its user or over REST. Needs the switch for profile changes as well (page 1047/48733). */
export class ProfileUpdatedDto extends TimedBody {
  static readonly command = 'Profile.CallbackPortraitSet';
  static readonly event = 'profile.updated';
  /** UserID of whoever did it: an administrator for REST calls. */
  @WireString() Operator_Account!: string;
  /** UserID whose profile changed. */
  @WireString() From_Account!: string;
  @WireObjects(() => ProfileItem) ProfileItem!: ProfileItem[];
}
