/** An app with nothing in it, in a process of its own: `node boot.js <app>` tells how long it took until it listened. */
import type { ModuleMetadata } from '@nestjs/common';
import { SDK_APP_ID, TOKEN } from './contract.js';
import { startNest } from './servers/start-nest.js';
import type { AppName, StartUp } from './start-up.js';

/** Loaded when chosen: what another app needs must not count for this one. */
const APPS: Record<AppName, () => Promise<ModuleMetadata>> = {
  nest: async () => ({}),
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
