import { Injectable } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import {
  byRequestId,
  type C2cBeforeSendMessageEvent,
  type CallbackClass,
  type DeliveryFactory,
  inProcessDelivery,
  OnTencentChatEvent,
  TencentChatWebhookModule,
} from 'nestjs-tencent-chat-webhook';
import { SDK_APP_ID, TOKEN } from '../contract.js';
import { DURABLE, type Durable } from '../deliveries/durable.js';
import { AlarmCounter } from './alarm-counter.js';
import type { Adapter, RunningServer, StartServer } from './server.js';
import { startNest } from './start-nest.js';

/** Has an opinion on every message, at once. */
@Injectable()
class MessagePolicy {
  @OnTencentChatEvent('c2c.beforeSendMessage')
  decide(event: C2cBeforeSendMessageEvent) {
    return event.allow();
  }
}

/** The package as its documentation shows it, every option at its default. */
export function startOurs(adapter: Adapter): Promise<RunningServer> {
  return startWith([], adapter);
}

/** The same, but with another delivery than the default one. */
export function startOursOn(durable: Durable): StartServer {
  return async (adapter, store) => startWith([], adapter, await DURABLE[durable](store));
}

/** The first with a thousand callbacks more to choose from: dispatch by table does not notice. */
export function startOursAnd1000(adapter: Adapter): Promise<RunningServer> {
  const more = Array.from(
    { length: 1000 },
    (_, nth): CallbackClass =>
      class {
        static readonly command = `Bench.Callback${nth}`;
        static readonly event = `bench.${nth}`;
        static readonly idempotencyKey = byRequestId;
        static readonly sample = {};
      },
  );
  return startWith(more, adapter);
}

async function startWith(
  callbacks: CallbackClass[],
  adapter: Adapter,
  delivery: DeliveryFactory = inProcessDelivery(),
): Promise<RunningServer> {
  const { app, port } = await startNest(
    {
      imports: [
        EventEmitterModule.forRoot(),
        TencentChatWebhookModule.forRoot({ sdkAppId: SDK_APP_ID, token: TOKEN, callbacks, delivery }),
      ],
      providers: [AlarmCounter, MessagePolicy],
    },
    adapter,
  );
  return { port, handled: app.get(AlarmCounter) };
}
