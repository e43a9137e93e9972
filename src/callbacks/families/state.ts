import { SometimesTimedBody } from './timed-body.js';
import { WireObject, WireObjects, WireString } from '../wire/wire-decorators.js';

/** What happened to the connection. */
class StateInfo {
  /** `Login`, `Logout` or `Disconnect`. */
  @WireString() Action!: string;
  @WireString() To_Account!: string;
  /** `Register` for a login, `Unregister` for a logout, `LinkClose` or `TimeOut` for a disconnect. */
  @WireString() Reason!: string;
}

class KickedDevice {
  /** `iOS`, `Android`, `Web`, `Windows`, `iPad`, `Mac` or `Linux`. */
  @WireString() Platform!: string;
}

/**
 * A user's connection came up, went down on purpose, or was lost. The only command whose `OptPlatform` spells `iOS` as
 * `IOS`. Needs the switch for status notifications as well (page 1047/34357).
 */
export class StateChangedDto extends SometimesTimedBody {
  static readonly command = 'State.StateChange';
  static readonly event = 'state.changed';
  @WireObject(() => StateInfo) Info!: StateInfo;
  /** Devices that a login forced off. */
  @WireObjects(() => KickedDevice, { optional: true }) KickedDevice?: KickedDevice[];
}
