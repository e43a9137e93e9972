import { Injectable } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import {
  type C2cBeforeSendMessageEvent,
  inProcessDelivery,
  OnTencentChatEvent,
  TencentChatWebhookModule,
} from 'nestjs-tencent-chat-webhook';
import { SDK_APP_ID, TOKEN } from '../contract.js';
import { DURABLE } from '../deliveries/durable.js';
import { CallbackCounter } from './callback-counter.js';
import { EXTRAS } from './extras.js';
import type { RunningServer, Setup } from './server.js';
import { startNest } from './start-nest.js';

/** Decides on every message synchronously. */
@Injectable()
class MessagePolicy {
  @OnTencentChatEvent('c2c.beforeSendMessage')
  decide(event: C2cBeforeSendMessageEvent) {
    return event.allow();
  }
}

/** Starts the package as its documentation shows it. Every option has its default, except those that the row is about. */
export async function startOurs(
  { adapter = 'express', delivery = 'in process', extra }: Setup,
  store: string,
): Promise<RunningServer> {
  const { options, imports = [] } = extra === undefined ? {} : await EXTRAS[extra]();
  const { app, port } = await startNest(
    {
      imports: [
        EventEmitterModule.forRoot(),
        TencentChatWebhookModule.forRoot({
          sdkAppId: SDK_APP_ID,
          token: TOKEN,
          delivery: delivery === 'in process' ? inProcessDelivery() : await DURABLE[delivery](store),
          ...options,
        }),
        ...imports,
      ],
      providers: [CallbackCounter, MessagePolicy],
    },
    adapter,
  );
  return { port, handled: app.get(CallbackCounter) };
}
