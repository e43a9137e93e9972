import { ConfigurableModuleBuilder, Logger, Module, type OnModuleInit } from '@nestjs/common';
import { ApplicationConfig, DiscoveryModule, ModulesContainer } from '@nestjs/core';
import { Delivery } from './delivery/delivery.js';
import { DeadLetters } from './delivery/dead-letters.js';
import { DeliveryMonitor } from './delivery/delivery-monitor.js';
import { Dispatcher } from './handlers/dispatcher.js';
import { Inbox } from './receiving/after-callbacks.js';
import { QuotaGuard } from './quota/quota-guard.js';
import { CallbackReceiver } from './receiving/callback-receiver.js';
import { UnseenFailures } from './handlers/unseen-failures.js';
import { BeforeCallbacks } from './receiving/before-callbacks.js';
import { AnswerWriter } from './http/answer-writer.js';
import { mountController } from './http/mount-controller.js';
import { TencentChatWebhookGuard } from './http/tencent-chat-webhook.guard.js';
import { UnparsedBody } from './http/unparsed-body.js';
import { WebhookRoute } from './http/webhook-route.js';
import { QuotaWatch } from './quota/quota-watch.js';
import { resolveExtras, type TencentChatWebhookExtras } from './tencent-chat-webhook.extras.js';
import { resolveOptions } from './resolve-options.js';
import { ResolvedOptions, type TencentChatWebhookOptions } from './tencent-chat-webhook.options.js';

const OPTIONS = Symbol('TencentChatWebhookOptions');

const { ConfigurableModuleClass } = new ConfigurableModuleBuilder<TencentChatWebhookOptions>({
  moduleName: 'TencentChatWebhook',
  optionsInjectionToken: OPTIONS,
})
  .setClassMethodName('forRoot')
  .setFactoryMethodName('createTencentChatWebhookOptions')
  .setExtras<TencentChatWebhookExtras>(
    { path: undefined, decorators: undefined, isGlobal: undefined },
    (definition, extras) => {
      const { path, decorators, isGlobal } = resolveExtras(extras);
      return {
        ...definition,
        global: isGlobal,
        controllers: [mountController(path, decorators)],
        providers: [
          ...(definition.providers ?? []),
          {
            provide: WebhookRoute,
            useFactory: (application: ApplicationConfig, modules: ModulesContainer) =>
              new WebhookRoute(path, TencentChatWebhookModule, application, modules),
            inject: [ApplicationConfig, ModulesContainer],
          },
        ],
      };
    },
  )
  .build();

/**
 * Receives Tencent Cloud Chat webhooks at one URL and emits them as events of `@nestjs/event-emitter`. Several
 * registrations in one app work side by side, each with a `path` of its own.
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
    { provide: ResolvedOptions, useFactory: resolveOptions, inject: [OPTIONS] },
    {
      provide: Delivery,
      useFactory: (options: ResolvedOptions) => options.delivery(),
      inject: [ResolvedOptions],
    },
    AnswerWriter,
    DeadLetters,
    DeliveryMonitor,
    Dispatcher,
    Inbox,
    QuotaGuard,
    QuotaWatch,
    CallbackReceiver,
    TencentChatWebhookGuard,
    UnparsedBody,
    UnseenFailures,
    BeforeCallbacks,
  ],
  exports: [DeadLetters, DeliveryMonitor, QuotaWatch, ResolvedOptions, TencentChatWebhookGuard],
})
export class TencentChatWebhookModule extends ConfigurableModuleClass implements OnModuleInit {
  private readonly logger = new Logger('TencentChatWebhook');

  constructor(private readonly options: ResolvedOptions) {
    super();
  }

  onModuleInit(): void {
    for (const [sdkAppId, tokens] of this.options.apps) {
      if (tokens !== false) continue;
      this.logger.warn(
        `callbacks for SdkAppid ${sdkAppId} are not authenticated, because its token is false: anybody who knows the URL can send events`,
      );
    }
  }
}
