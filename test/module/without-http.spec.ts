import { type INestApplicationContext, Injectable, type LoggerService, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { describe, expect, it } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import {
  type GroupQuotaAlarmEvent,
  TencentChatWebhookModule,
  type TencentChatWebhookOptions,
} from '../../src/index.js';
import { createTestApp, SDK_APP_ID, TOKEN } from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** Starts the root module of an app in ways that have no HTTP server. */
const WAYS: [string, (module: object, logger: LoggerService) => Promise<INestApplicationContext>][] = [
  [
    'an application context',
    (module, logger) => NestFactory.createApplicationContext(module as never, { logger }),
  ],
  [
    'a microservice',
    async (module, logger) => {
      const { Transport } = await import('@nestjs/microservices');
      const app = await NestFactory.createMicroservice(module as never, {
        transport: Transport.TCP,
        options: { host: '127.0.0.1', port: 0 },
        logger,
      });
      await app.listen();
      return app;
    },
  ],
];

describe.each(WAYS)('%s that imports the root module', (_what, start) => {
  it('starts without a route, and handles what another process has left', async () => {
    const path = temporaryFolder();
    const delivery = lmdbDelivery({ path, drainTimeoutMs: 1 });
    const options: TencentChatWebhookOptions = { sdkAppId: SDK_APP_ID, token: TOKEN, delivery };
    const receiver = await createTestApp({
      registrations: [TencentChatWebhookModule.forRoot(options)],
      providers: [Stuck],
    });
    await receiver.callback();
    await receiver.app.close();

    const handled = new Gate();
    @Injectable()
    class Alarms {
      @OnEvent('group.quotaAlarm')
      async warn(_event: GroupQuotaAlarmEvent): Promise<void> {
        await handled.pass();
      }
    }
    @Module({
      imports: [EventEmitterModule.forRoot(), TencentChatWebhookModule.forRoot(options)],
      providers: [Alarms],
    })
    class RootModule {}
    const lines: string[] = [];
    const note = (line: unknown) => void lines.push(String(line));
    const app = await start(RootModule, { log: note, warn: note, error: note });
    await handled.reached();
    handled.open();
    expect(lines.filter((line) => line.startsWith("registration 'default'"))).toEqual([
      `registration 'default' receives nothing, because this app has no HTTP server; accepted callbacks are kept in ${path} and survive a crash`,
    ]);
    await app.close();
  });
});

@Injectable()
class Stuck {
  @OnEvent('group.quotaAlarm')
  fail(): void {
    throw new Error('not in this process');
  }
}
