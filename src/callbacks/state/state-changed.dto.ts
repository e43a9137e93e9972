import { byTimedBody } from '../idempotency-key.js';
import { WireInteger, WireObject, WireObjects, WireString } from '../wire.decorators.js';

/** What happened to the connection. */
export class StateInfo {
  /** Login | Logout | Disconnect. */
  @WireString()
  Action!: string;

  /** UserID. */
  @WireString()
  To_Account!: string;

  /** Login: Register. Logout: Unregister. Disconnect: LinkClose or TimeOut. */
  @WireString()
  Reason!: string;
}

/** A device that was forced off. */
export class KickedDevice {
  /** IOS, Android, Web, Windows, iPad, Mac, Linux. */
  @WireString()
  Platform!: string;
}

/**
 * A user's connection came up, went down on purpose, or was lost. The only command whose `OptPlatform`
 * spells `iOS` as `IOS`. Needs the switch for status notifications as well.
 *
 * Idempotency key: its time with the body.
 *
 * @see vendor page 1047/34357
 */
export class StateChangedDto {
  static readonly command = 'State.StateChange';
  static readonly event = 'state.changed';
  static readonly idempotencyKey = byTimedBody;
  static readonly sample = {
    CallbackCommand: 'State.StateChange',
    EventTime: 1767225600123,
    Info: {
      Action: 'Login',
      To_Account: 'user_1001',
      Reason: 'Register',
    },
    KickedDevice: [
      {
        Platform: 'Android',
      },
    ],
  };

  /** State detail. */
  @WireObject(() => StateInfo)
  Info!: StateInfo;

  /** Only on Login/Register when other devices were forced off. */
  @WireObjects(() => KickedDevice, { optional: true })
  KickedDevice?: KickedDevice[];

  /** When it happened, in ms since the epoch. */
  @WireInteger({ optional: true })
  EventTime?: number;
}
