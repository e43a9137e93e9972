import type { CallbackClass } from './callbacks/callback-class.js';
import type { CallbackTable } from './callbacks/callback-table.js';
import { resolveCallbacks } from './own-callbacks/own-callbacks.options.js';
import {
  assertEventPrefix,
  assertInteger,
  assertKnownOptions,
  assertObject,
  assertOption,
  withDefaults,
} from './common/option-checks.js';
import type { DeliveryFactory } from './delivery/port/delivery.js';
import type { ReceiptsFactory } from './delivery/port/receipts.js';
import { inProcessDelivery } from './delivery/stores/memory/in-process-delivery.js';
import type { AroundHandler } from './handlers/around-handler.js';
import {
  type HandlersOptions,
  resolveHandlers,
  type ResolvedHandlersOptions,
} from './handlers/handlers.options.js';
import { resolveApps, type AppsOptions, type ResolvedHttpOptions } from './http/http.options.js';
import { resolveQuotaOptions, type QuotaOptions, type ResolvedQuotaOptions } from './quota/quota.options.js';
import {
  resolveVerdicts,
  type ResolvedReceivingOptions,
  type VerdictOptions,
} from './receiving/receiving.options.js';
import { NO_TELEMETRY, type TelemetryFactory } from './lifecycle/telemetry.js';

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
   * @default { timeoutMs: 1500 }, and for each command what Chat does without an answer
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
   * Defaults for the limits of handlers.
   * @default { timeoutMs: 60000 }
   */
  handlers?: HandlersOptions;
  /**
   * Runs around each call of each handler, also of before-events, for example in a context of nestjs-cls. Handlers of
   * `tencentChat.rejected` are called without it.
   * @default none
   */
  aroundHandler?: AroundHandler;
  /**
   * Keeps the receipts of `event.processInTransaction`: `postgresReceipts()` of `nestjs-tencent-chat-webhook/postgres`.
   * @default those of `postgresDelivery`, and none with another delivery
   */
  receipts?: ReceiptsFactory;
  /**
   * Watches the quota alarms, for `group.quotaLevelReached` and `QuotaWatch`. `false` switches the watch and the guard off.
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

/** The checked options, one part per folder. */
export interface ResolvedOptions {
  readonly http: ResolvedHttpOptions;
  readonly handlers: ResolvedHandlersOptions;
  readonly receiving: ResolvedReceivingOptions;
  readonly callbacks: CallbackTable;
  readonly delivery: DeliveryFactory;
  readonly receipts: ReceiptsFactory | undefined;
  readonly quota: ResolvedQuotaOptions;
  readonly telemetry: TelemetryFactory;
}

const DEFAULTS: Required<Omit<TencentChatWebhookCommonOptions, 'aroundHandler' | 'receipts'>> = {
  toleranceSeconds: 60,
  bodyLimit: 262_144,
  unknownCommands: 'acknowledge',
  eventPrefix: '',
  verdicts: {},
  callbacks: [],
  delivery: inProcessDelivery(),
  quota: {},
  handlers: {},
  telemetry: () => NO_TELEMETRY,
};

const KNOWN_OPTIONS = ['sdkAppId', 'token', 'apps', 'aroundHandler', 'receipts', ...Object.keys(DEFAULTS)];

/**
 * Checks every option and adds the defaults.
 *
 * @throws ConfigurationError naming the option, its value and the remedy; never a secret
 */
export function resolveOptions(options: TencentChatWebhookOptions): ResolvedOptions {
  assertObject('options', options);
  assertKnownOptions(options, KNOWN_OPTIONS);
  const complete = withDefaults(DEFAULTS, options);
  const { toleranceSeconds, bodyLimit, unknownCommands, eventPrefix, delivery, telemetry } = complete;
  assertInteger('toleranceSeconds', toleranceSeconds, 1);
  assertInteger('bodyLimit', bodyLimit, 1);
  const isAnswer = unknownCommands === 'acknowledge' || unknownCommands === 'reject';
  assertOption(isAnswer, 'unknownCommands', unknownCommands, "give 'acknowledge' or 'reject'");
  assertEventPrefix(eventPrefix);
  assertOption(typeof delivery === 'function', 'delivery', delivery, 'give inProcessDelivery()');
  assertOption(typeof telemetry === 'function', 'telemetry', telemetry, 'give openTelemetry()');
  const { aroundHandler, receipts } = options;
  assertOption(
    aroundHandler === undefined || typeof aroundHandler === 'function',
    'aroundHandler',
    aroundHandler,
    'give a function, such as (event, next) => cls.run(next)',
  );
  const isFactory = receipts === undefined || typeof receipts === 'function';
  assertOption(isFactory, 'receipts', receipts, 'give postgresReceipts({ connection })');
  const apps = resolveApps(options);
  const callbacks = resolveCallbacks(complete.callbacks);
  return {
    http: { ...apps, toleranceSeconds, bodyLimit },
    handlers: { eventPrefix, aroundHandler, handlers: resolveHandlers(complete.handlers) },
    receiving: { unknownCommands, verdicts: resolveVerdicts(complete.verdicts, callbacks) },
    callbacks,
    delivery,
    receipts,
    quota: resolveQuotaOptions(complete.quota, [...apps.apps.keys()]),
    telemetry,
  };
}
