import { ConfigurableModuleBuilder, Module, type Provider } from '@nestjs/common';
import { ApplicationConfig, DiscoveryModule, ModulesContainer } from '@nestjs/core';
import { CallbackTable } from './callbacks/callback-table.js';
import { Delivery } from './delivery/port/delivery.js';
import { resolveDeliveryOptions } from './delivery/port/delivery.options.js';
import { Receipts } from './delivery/port/receipts.js';
import { DeadLetters } from './delivery/services/dead-letters.js';
import { DeliveryMonitor } from './delivery/services/delivery-monitor.js';
import { getDeadLettersToken, getDeliveryMonitorToken } from './delivery/services/delivery.tokens.js';
import type { HandlerRetryOptions } from './events/decorator/handler-limits.js';
import { Announcements } from './handlers/calls/announcements.js';
import { DiscoveredHandlers } from './handlers/discovery/discovered-handlers.js';
import { EmitterListeners } from './handlers/discovery/emitter-listeners.js';
import { EmitterOfApp } from './handlers/discovery/emitter-of-app.js';
import { RecordHandlers } from './handlers/calls/record-handlers.js';
import { HandlerMonitor } from './handlers/calls/handler-monitor.js';
import { HandlerRegistry } from './handlers/discovery/handler-registry.js';
import { HandlerRunner } from './handlers/calls/handler-runner.js';
import { ResolvedHandlersOptions } from './handlers/handlers.options.js';
import { NewestDone } from './handlers/calls/newest-done.js';
import { OnEventMethods } from './handlers/discovery/on-event-methods.js';
import { SwallowedErrorCheck } from './handlers/discovery/swallowed-error-check.js';
import { UnheardHandlersCheck } from './handlers/discovery/unheard-handlers-check.js';
import { AnswerWriter } from './http/answer-writer.js';
import { BodyReader } from './http/body-reader.js';
import { HostGuards } from './http/host-guards.js';
import { ResolvedHttpOptions } from './http/http.options.js';
import { mountController } from './http/mount-controller.js';
import { Rejections } from './http/rejections.js';
import { StartUpReport } from './http/start-up-report.js';
import { TencentChatWebhookGuard } from './http/tencent-chat-webhook.guard.js';
import { WebhookMount } from './http/webhook-mount.js';
import { WebhookRoute } from './http/webhook-route.js';
import { LifecycleLog } from './lifecycle/lifecycle-log.js';
import { Lifecycle } from './lifecycle/lifecycle.js';
import { RegistrationState } from './lifecycle/registration-state.js';
import type { Telemetry } from './lifecycle/telemetry.js';
import { Receiver } from './protocol/receiver.js';
import { QuotaGuard } from './quota/quota-guard.js';
import { QuotaHandlers } from './quota/quota-handlers.js';
import { QUOTA_EVENTS } from './quota/derived-records.js';
import { QuotaWatch } from './quota/quota-watch.js';
import { getQuotaWatchToken } from './quota/quota-watch.tokens.js';
import { ResolvedQuotaOptions } from './quota/quota.options.js';
import { AfterCallbacks } from './receiving/after-callbacks.js';
import { BeforeCallbacks } from './receiving/before-callbacks.js';
import { CallbackReceiver } from './receiving/callback-receiver.js';
import { FallbackReport } from './receiving/fallback-report.js';
import { LATE_VERDICT, LateVerdicts } from './receiving/late-verdicts.js';
import { ResolvedReceivingOptions } from './receiving/receiving.options.js';
import { RegistrationLifetime } from './receiving/registration-lifetime.js';
import { resolveExtras, type TencentChatWebhookExtras } from './tencent-chat-webhook.extras.js';
import {
  resolveOptions,
  type ResolvedOptions,
  type TencentChatWebhookOptions,
} from './tencent-chat-webhook.options.js';
import { TELEMETRY, TelemetryLifetime } from './tencent-chat-webhook-telemetry.js';
import { assertUnique, UNIQUE } from './tencent-chat-webhook-unique.js';

const OPTIONS = Symbol('TencentChatWebhookOptions');
const RESOLVED_OPTIONS = Symbol('TencentChatWebhookResolvedOptions');

const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<TencentChatWebhookOptions>({
  moduleName: 'TencentChatWebhook',
  optionsInjectionToken: OPTIONS,
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createTencentChatWebhookOptions')
  .setExtras<TencentChatWebhookExtras>(
    { name: undefined, path: undefined, decorators: undefined, isGlobal: undefined },
    (definition, extras) => {
      const resolved = resolveExtras(extras);
      const { name, path, decorators, isGlobal } = resolved;
      const named = injectableByName(name);
      const controller = mountController(path, decorators);
      return {
        ...definition,
        global: isGlobal,
        controllers: [controller],
        providers: [
          ...(definition.providers ?? []),
          ...named,
          {
            provide: UNIQUE,
            useFactory: (app: ModulesContainer) => assertUnique(app, resolved),
            inject: [ModulesContainer],
          },
          {
            provide: TELEMETRY,
            useFactory: ({ telemetry, callbacks }: ResolvedOptions) =>
              telemetry({ registration: name, isKnown: (command) => isKnown(command, callbacks) }),
            inject: [RESOLVED_OPTIONS],
          },
          {
            provide: Lifecycle,
            useFactory: (app: ModulesContainer, { observers, tracing }: Telemetry) =>
              new Lifecycle(name, app, { observers: [new LifecycleLog(name), ...observers], tracing }),
            inject: [ModulesContainer, TELEMETRY],
          },
          {
            provide: WebhookRoute,
            useFactory: (application: ApplicationConfig, modules: ModulesContainer) =>
              new WebhookRoute(path, controller, TencentChatWebhookModule, application, modules),
            inject: [ApplicationConfig, ModulesContainer],
          },
        ],
        exports: [...(definition.exports ?? []), ...named],
      };
    },
  )
  .build();

/**
 * Receives Tencent Cloud Chat webhooks at one URL and emits them as events of `@nestjs/event-emitter`. One app can have several
 * registrations, each with its own `path`.
 *
 * @example
 * ```ts
 * @Module({
 *   imports: [
 *     EventEmitterModule.forRoot(),
 *     TencentChatWebhookModule.forRoot({ sdkAppId: 1400000000, token: process.env.TENCENT_CHAT_TOKEN! }),
 *   ],
 * })
 * export class AppModule {}
 * ```
 */
@Module({
  imports: [DiscoveryModule],
  providers: [
    { provide: RESOLVED_OPTIONS, useFactory: resolveOptions, inject: [OPTIONS] },
    slice(ResolvedHttpOptions, ({ http }) => http),
    slice(ResolvedHandlersOptions, ({ handlers }) => handlers),
    slice(ResolvedReceivingOptions, ({ receiving }) => receiving),
    slice(CallbackTable, ({ callbacks }) => callbacks),
    slice(ResolvedQuotaOptions, ({ quota }) => quota),
    {
      provide: Delivery,
      useFactory: ({ delivery }: ResolvedOptions, lifecycle: Lifecycle) =>
        delivery({ registration: lifecycle.registration, lifecycle }),
      inject: [RESOLVED_OPTIONS, Lifecycle],
    },
    {
      provide: Receipts,
      useFactory: openReceipts,
      inject: [RESOLVED_OPTIONS, Delivery, Lifecycle, HandlerRegistry],
    },
    { provide: Receiver, useExisting: CallbackReceiver },
    AfterCallbacks,
    Announcements,
    AnswerWriter,
    BeforeCallbacks,
    BodyReader,
    CallbackReceiver,
    DeadLetters,
    DeliveryMonitor,
    DiscoveredHandlers,
    EmitterListeners,
    EmitterOfApp,
    FallbackReport,
    RecordHandlers,
    HandlerMonitor,
    HandlerRegistry,
    HandlerRunner,
    HostGuards,
    LateVerdicts,
    NewestDone,
    OnEventMethods,
    QuotaGuard,
    QuotaHandlers,
    QuotaWatch,
    RegistrationLifetime,
    RegistrationState,
    Rejections,
    StartUpReport,
    SwallowedErrorCheck,
    TelemetryLifetime,
    TencentChatWebhookGuard,
    UnheardHandlersCheck,
    WebhookMount,
  ],
  exports: [
    DeadLetters,
    DeliveryMonitor,
    HandlerMonitor,
    ResolvedHttpOptions,
    Lifecycle,
    QuotaWatch,
    TencentChatWebhookGuard,
  ],
})
export class TencentChatWebhookModule extends ConfigurableModuleClass {}

function openReceipts(
  { receipts }: ResolvedOptions,
  delivery: Delivery,
  lifecycle: Lifecycle,
  registry: HandlerRegistry,
): Receipts | Promise<Receipts> {
  const open = receipts ?? delivery.receipts;
  if (open === undefined) return { schema: undefined, start() {}, close: async () => {} };
  const { deadLetters, retry } = delivery.options ?? resolveDeliveryOptions({});
  return open({
    registration: lifecycle.registration,
    lifecycle,
    get repeatableMs() {
      return deadLetters.maxAgeMs + Math.max(...registry.retries(retry).map(longestMs));
    },
  });
}

/** The longest time that the retries of a handler take, in ms. */
function longestMs({ attempts, maxDelayMs }: Required<HandlerRetryOptions>): number {
  return attempts * maxDelayMs;
}

function slice<Slice>(
  provide: abstract new () => Slice,
  of: (options: ResolvedOptions) => Slice,
): Provider<Slice> {
  return { provide, useFactory: of, inject: [RESOLVED_OPTIONS] };
}

/** Makes the services of a registration injectable by its name. */
function injectableByName(name: string): Provider[] {
  return [
    { provide: getDeadLettersToken(name), useExisting: DeadLetters },
    { provide: getDeliveryMonitorToken(name), useExisting: DeliveryMonitor },
    { provide: getQuotaWatchToken(name), useExisting: QuotaWatch },
  ];
}

function isKnown(command: string, callbacks: CallbackTable): boolean {
  return (
    callbacks.get(command) !== undefined || Object.hasOwn(QUOTA_EVENTS, command) || command === LATE_VERDICT
  );
}
