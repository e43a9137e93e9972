/** Starts an empty app in a separate process, and sends how long it took until it listened: `node boot.js <app>`. */
import type { ModuleMetadata } from '@nestjs/common';
import { SDK_APP_ID, TOKEN } from './contract.js';
import { startNest } from './servers/start-nest.js';
import type { AppName, StartUp } from './start-up.js';

/** Modules are imported when their app is chosen, so that an app does not load those of another one. */
const APPS: Record<AppName, () => Promise<ModuleMetadata>> = {
  nest: async () => ({}),
  'nest, event-emitter': async () => {
    const { EventEmitterModule } = await import('@nestjs/event-emitter');
    return { imports: [EventEmitterModule.forRoot()] };
  },
  'nest, event-emitter, class-validator': async () => {
    const { EventEmitterModule } = await import('@nestjs/event-emitter');
    await import('class-validator');
    await import('class-transformer');
    return { imports: [EventEmitterModule.forRoot()] };
  },
  ours: async () => {
    const { EventEmitterModule } = await import('@nestjs/event-emitter');
    const { TencentChatWebhookModule } = await import('nestjs-tencent-chat-webhook');
    return {
      imports: [
        EventEmitterModule.forRoot(),
        TencentChatWebhookModule.forRoot({ sdkAppId: SDK_APP_ID, token: TOKEN }),
      ],
    };
  },
};

const name = process.argv[2] as AppName;
const { app } = await startNest(await APPS[name](), 'express');
const startUp: StartUp = { ms: performance.now(), rss: process.memoryUsage().rss };
process.send?.(startUp, () => void app.close());
