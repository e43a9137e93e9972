import type { CallbackClass } from './callbacks/callback-class.js';
import type { CallbackTable } from './callbacks/callback-table.js';
import { resolveCallbacks } from './callbacks/callbacks.options.js';
import { ConfigurationError, shown } from './common/configuration-error.js';
import { assertKnownOptions, assertObject, withDefaults } from './common/option-checks.js';
import type { DeliveryFactory } from './delivery/port/delivery.js';
import { inProcessDelivery } from './delivery/stores/memory/in-process.delivery.js';
import type { ResolvedHandlersOptions } from './handlers/handlers.options.js';
import {
  assertHttpLimits,
  resolveApps,
  type AppsOptions,
  type ResolvedHttpOptions,
} from './http/http.options.js';
import { resolveQuota, type QuotaOptions, type ResolvedQuotaOptions } from './quota/quota.options.js';
import {
  assertUnknownCommands,
  resolveVerdicts,
  type ResolvedReceivingOptions,
  type VerdictOptions,
} from './receiving/receiving.options.js';
import type { TelemetryFactory } from './lifecycle/telemetry.js';
import { resolveTelemetry, type ResolvedTelemetryOptions } from './lifecycle/telemetry.options.js';

/** Options that do not depend on the apps. */
export interface TencentChatWebhookCommonOptions {
  /**
   * How far `RequestTime` may differ from this receiver's clock, in seconds, in either direction.
   * @default 60
   */
  toleranceSeconds?: number;
  /**
   * Longest accepted body, in bytes.
   * @default 262144
   */
  bodyLimit?: number;
  /**
   * Whether callbacks that the catalogue does not know are emitted as `tencentChat.unknownCommand` and answered OK, or rejected
   * with 400.
   * @default 'acknowledge'
   */
  unknownCommands?: 'acknowledge' | 'reject';
  /**
   * Precedes the name of every event: `'tencent.'` makes `tencent.group.quotaAlarm`. Separates our events from events of the app
   * with the same name.
   * @default ''
   */
  eventPrefix?: string;
  /**
   * How before-callbacks, whose answer Chat waits for, are decided.
   * @default { timeoutMs: 1500, fallback: 'allow' }
   */
  verdicts?: VerdictOptions;
  /**
   * Your own callback classes, for commands that the catalogue does not know or instead of the catalogue's classes.
   * @default []
   */
  callbacks?: readonly CallbackClass[];
  /**
   * Keeps accepted callbacks until their handlers have succeeded.
   * @default inProcessDelivery()
   */
  delivery?: DeliveryFactory;
  /**
   * Watches the quota alarms, for `group.quotaLevelReached` and `QuotaWatch`. `false` switches the watch off.
   * @default { levels: [0.7, 0.8, 0.9, 1], timeZone: 'Asia/Shanghai' }
   */
  quota?: QuotaOptions | false;
  /**
   * Observes the registration: `openTelemetry()` of `nestjs-tencent-chat-webhook/opentelemetry`.
   * @default none
   */
  telemetry?: TelemetryFactory;
}

/** Options of `TencentChatWebhookModule`: one app, or several under `apps`. */
export type TencentChatWebhookOptions = TencentChatWebhookCommonOptions & AppsOptions;

/** The options after their check at start-up, one part per folder. */
export interface ResolvedOptions {
  readonly http: ResolvedHttpOptions;
  readonly handlers: ResolvedHandlersOptions;
  readonly receiving: ResolvedReceivingOptions;
  readonly callbacks: CallbackTable;
  readonly delivery: DeliveryFactory;
  readonly quota: ResolvedQuotaOptions;
  readonly telemetry: ResolvedTelemetryOptions;
}

const DEFAULTS: Required<Omit<TencentChatWebhookCommonOptions, 'telemetry'>> = {
  toleranceSeconds: 60,
  bodyLimit: 262_144,
  unknownCommands: 'acknowledge',
  eventPrefix: '',
  verdicts: {},
  callbacks: [],
  delivery: inProcessDelivery(),
  quota: {},
};

const KNOWN_OPTIONS = ['sdkAppId', 'token', 'apps', 'telemetry', ...Object.keys(DEFAULTS)];

/**
 * Checks every option and adds the defaults.
 *
 * @throws ConfigurationError naming the option, its value and the remedy; never a secret
 */
export function resolveOptions(options: TencentChatWebhookOptions): ResolvedOptions {
  assertObject('options', options);
  assertKnownOptions(options, KNOWN_OPTIONS);
  const complete = withDefaults(DEFAULTS, options);
  const { toleranceSeconds, bodyLimit, unknownCommands, eventPrefix, delivery } = complete;
  assertHttpLimits(complete);
  assertUnknownCommands(unknownCommands);
  if (typeof eventPrefix !== 'string') {
    throw new ConfigurationError('eventPrefix', shown(eventPrefix), "give a string such as 'tencent.'");
  }
  if (typeof delivery !== 'function') {
    throw new ConfigurationError('delivery', shown(delivery), 'give inProcessDelivery()');
  }
  return {
    http: { apps: resolveApps(options), toleranceSeconds, bodyLimit },
    handlers: { eventPrefix },
    receiving: { unknownCommands, verdicts: resolveVerdicts(complete.verdicts) },
    callbacks: resolveCallbacks(complete.callbacks),
    delivery,
    quota: resolveQuota(complete.quota),
    telemetry: resolveTelemetry(options.telemetry),
  };
}
