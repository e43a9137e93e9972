import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { SDK_APP_ID, TOKEN } from '../support/create-test-app.js';
import { startProgram } from '../support/program.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const MB = 1024 * 1024;

/** Bodies of 250 KB, which take 4.5 MB in memory each. */
const BODIES = 40;

/**
 * Sends large bodies to a receiver with an inbox, whose handlers hang, and prints what the heap has grown by, and how many
 * handlers were called.
 */
const PROGRAM = `
  import 'reflect-metadata';
  import { Agent, request } from 'node:http';
  import { Module } from '@nestjs/common';
  import { NestFactory } from '@nestjs/core';
  import { EventEmitterModule } from '@nestjs/event-emitter';
  import { OnTencentChatEvent, TencentChatWebhookModule } from 'nestjs-tencent-chat-webhook';
  import { lmdbDelivery } from 'nestjs-tencent-chat-webhook/lmdb';
  import { createCallbackRequest } from 'nestjs-tencent-chat-webhook/testing';
  const [sdkAppId, token, path, bodies] = process.argv.slice(1);
  const delivery = lmdbDelivery({ path, concurrency: 4, drainTimeoutMs: 1 });
  const options = { sdkAppId: Number(sdkAppId), token, delivery };
  let called = 0;
  class Handlers { handle() { called += 1; return new Promise(() => {}); } }
  const descriptor = Object.getOwnPropertyDescriptor(Handlers.prototype, 'handle');
  OnTencentChatEvent('group.quotaAlarm')(Handlers.prototype, 'handle', descriptor);
  class AppModule {}
  Module({ imports: [EventEmitterModule.forRoot(), TencentChatWebhookModule.forRoot(options)], providers: [Handlers] })(AppModule);
  const measure = async (work) => {
    const app = await NestFactory.create(AppModule, { logger: false });
    await app.listen(0, '127.0.0.1');
    gc();
    const before = process.memoryUsage().heapUsed;
    await work(app.getHttpServer().address().port);
    gc();
    const grownBy = process.memoryUsage().heapUsed - before;
    return { app, grownBy };
  };
  const agent = new Agent({ keepAlive: true });
  const post = (port, nth) => new Promise((resolve, reject) => {
    const command = 'Group.CallbackOnDailyGroupQuotaAlarm';
    const { url, headers, body } = createCallbackRequest({ sdkAppId: options.sdkAppId, token, command });
    const text = JSON.stringify({ ...body, QuotaUsed: nth, more: Array.from({ length: 80_000 }, () => ({})) });
    const outgoing = request({ port, path: url, method: 'POST', headers, agent }, (incoming) => {
      incoming.resume().on('end', () => resolve(incoming.statusCode));
    });
    outgoing.on('error', reject).end(text);
  });
  const received = await measure(async (port) => {
    for (let nth = 0; nth < bodies; nth += 1) if ((await post(port, nth)) !== 200) throw new Error('not 200');
  });
  agent.destroy();
  await received.app.close();
  called = 0;
  const claimed = await measure(async () => {
    while (called < 4) await new Promise((resolve) => setTimeout(resolve, 50));
  });
  process.send({ received: received.grownBy, claimed: claimed.grownBy });
  process.disconnect();
  process.exit();`;

describe('the heap of a receiver with an inbox', () => {
  it(
    'does not hold all large bodies that wait, received now or before its start',
    { timeout: 60_000 },
    async () => {
      const child = startProgram(PROGRAM, {
        execArgv: ['--expose-gc', '--max-old-space-size=1024'],
        args: [String(SDK_APP_ID), TOKEN, temporaryFolder(), String(BODIES)],
      });
      const [grownBy] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
      expect(grownBy).toEqual({ received: expect.any(Number), claimed: expect.any(Number) });
      expect(grownBy.received).toBeLessThan(100 * MB);
      expect(grownBy.claimed).toBeLessThan(100 * MB);
      console.log(`${BODIES} bodies wait: ${JSON.stringify(grownBy)} bytes`);
    },
  );
});
