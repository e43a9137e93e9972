import { type DynamicModule, Module } from '@nestjs/common';
import { provideRelay } from './provide-relay.js';
import { resolveRelayOptions, type TencentChatRelayOptions } from './tencent-chat-relay.options.js';

/**
 * Emits accepted events through a `ClientProxy` of the app. It is a handler with the id `relay:<client>`, which succeeds when the client
 * confirms that the broker has the event. Otherwise the event is retried, and in the end becomes a dead letter.
 *
 * @example
 * ```ts
 * TencentChatRelayModule.forRoot({
 *   imports: [ClientsModule.register([{ name: 'EVENTS', transport: Transport.RMQ, options: { persistent: true } }])],
 *   client: 'EVENTS',
 *   events: ['group.*'],
 * })
 * ```
 */
@Module({})
export class TencentChatRelayModule {
  /** @throws ConfigurationError for a wrong option, or if `format: 'cloudevents'` lacks the package `cloudevents` */
  static forRoot<const Event>(options: TencentChatRelayOptions<Event>): DynamicModule {
    const resolved = resolveRelayOptions(options);
    return {
      module: TencentChatRelayModule,
      imports: resolved.imports,
      providers: [provideRelay(resolved)],
    };
  }
}
