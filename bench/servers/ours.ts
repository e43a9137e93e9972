import { EventEmitterModule } from '@nestjs/event-emitter';
import { TencentChatWebhookModule } from 'nestjs-tencent-chat-webhook';
import { SDK_APP_ID, TOKEN } from '../contract.js';
import { AlarmCounter } from './alarm-counter.js';
import type { Adapter, RunningServer } from './server.js';
import { startNest } from './start-nest.js';

/** The package as its documentation shows it, every option at its default. */
export async function startOurs(adapter: Adapter): Promise<RunningServer> {
  const { app, port } = await startNest(
    {
      imports: [
        EventEmitterModule.forRoot(),
        TencentChatWebhookModule.forRoot({ sdkAppId: SDK_APP_ID, token: TOKEN }),
      ],
      providers: [AlarmCounter],
    },
    adapter,
  );
  const counter = app.get(AlarmCounter);
  return { port, handled: () => counter.count };
}
