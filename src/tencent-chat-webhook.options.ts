import type { CallbackClass } from './callbacks/callback-class.js';
import type { CallbackTable } from './callbacks/catalogue.js';
import type { DeliveryFactory } from './delivery/delivery.js';
import type { QuotaGuardOptions } from './quota/quota-guard.options.js';
import type { AuthenticationRules } from './protocol/authentication.js';
import type { QuotaWatchOptions } from './quota/quota.options.js';

/**
 * Token of an app, as set beside the callback URL in Chat's console. Several while a token is being exchanged: any
 * of them may match. `false` accepts unsigned callbacks, which anybody can send.
 */
export type TencentChatToken = string | readonly string[] | false;

/** An app whose callbacks are accepted. */
export interface TencentChatApp {
  /** SDKAppID, a positive whole number. */
  sdkAppId: number;
  token: TencentChatToken;
}

/** How before-callbacks are decided. */
export interface VerdictOptions {
  /**
   * How long handlers may take, in ms. Chat waits 2000 ms, the way included.
   * @default 1500
   */
  timeoutMs?: number;
  /**
   * What counts for a handler that fails or takes longer. It must equal what the console is set to do when a callback
   * fails: otherwise the outcome depends on where the failure is.
   * @default 'allow'
   */
  fallback?: 'allow' | 'reject';
}

/** What is made of the quota alarms. */
export interface QuotaOptions extends QuotaWatchOptions {
  /**
   * Refuses `Group.CallbackBeforeCreateGroup` near the limit, beside the app's own handlers of `group.beforeCreate`. Goes
   * by the last alarm of the app and day that this instance has handled, or another one that shares the delivery's store.
   * @default off
   */
  guard?: QuotaGuardOptions;
}

/** Options that do not depend on which apps are served. */
export interface TencentChatWebhookCommonOptions {
  /**
   * How far `RequestTime` may be from this receiver's clock, in seconds, in either direction.
   * @default 60
   */
  toleranceSeconds?: number;
  /**
   * The longest body that is accepted, in bytes.
   * @default 262144
   */
  bodyLimit?: number;
  /**
   * Whether callbacks that the catalogue does not know are emitted as `tencentChat.unknownCommand` and answered OK,
   * or refused with 400.
   * @default 'acknowledge'
   */
  unknownCommands?: 'acknowledge' | 'reject';
  /**
   * Put before the name of every event: `'tencent.'` makes `tencent.group.quotaAlarm`.
   * @default ''
   */
  eventPrefix?: string;
  /**
   * How before-callbacks are decided, on whose answer Chat waits.
   * @default { timeoutMs: 1500, fallback: 'allow' }
   */
  verdicts?: VerdictOptions;
  /**
   * Callbacks of your own: of commands that the catalogue does not know, or in place of those that it knows.
   * @default []
   */
  callbacks?: readonly CallbackClass[];
  /**
   * How accepted callbacks survive until their handlers are done.
   * @default inProcessDelivery()
   */
  delivery?: DeliveryFactory;
  /**
   * What is made of the quota alarms: `group.quotaLevelReached`, and `QuotaWatch`. `false` switches it off.
   * @default { levels: [0.7, 0.8, 0.9, 1], timeZone: 'Asia/Shanghai' }
   */
  quota?: QuotaOptions | false;
}

/** Options of `TencentChatWebhookModule`: one app, or several under `apps`. */
export type TencentChatWebhookOptions = TencentChatWebhookCommonOptions &
  (
    | (TencentChatApp & { apps?: undefined })
    | { apps: readonly TencentChatApp[]; sdkAppId?: undefined; token?: undefined }
  );

/** Options after the check at start-up, each with its value. */
export abstract class ResolvedOptions implements AuthenticationRules {
  /** Tokens by SdkAppid; `false` for an app whose callbacks are not signed. */
  abstract readonly apps: ReadonlyMap<number, readonly string[] | false>;
  abstract readonly toleranceSeconds: number;
  abstract readonly bodyLimit: number;
  abstract readonly unknownCommands: 'acknowledge' | 'reject';
  abstract readonly eventPrefix: string;
  abstract readonly verdicts: Required<VerdictOptions>;
  /** The catalogue with the app's own callbacks, by command. */
  abstract readonly callbacks: CallbackTable;
  abstract readonly delivery: DeliveryFactory;
  abstract readonly quota: (Required<QuotaWatchOptions> & { guard?: Required<QuotaGuardOptions> }) | false;
}
