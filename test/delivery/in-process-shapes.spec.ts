import { once } from 'node:events';
import { describe, expect, it } from 'vitest';
import { SDK_APP_ID, TOKEN } from '../support/create-test-app.js';
import { startProgram } from '../support/program.js';

const MB = 1024 * 1024;
const CAPACITY_BYTES = 16 * MB;

/** Texts of about 250 KB that are bodies of one shape each; `nth` makes the names of each body new. */
const SHAPES: Record<string, string> = {
  'unique names': 'object(range(18_000, (i) => `"${nth}_${i}":1`))',
  'unique names beside one long integer':
    'object(range(18_000, (i) => `"${nth}_${i}":1`) + `,"long":1234567890123456789`)',
  'objects of unique names': 'list(range(800, (j) => object(range(20, (i) => `"${nth}_${j}_${i}":1`))))',
  'empty objects': 'list(range(80_000, () => "{}"))',
  'empty lists': 'list(range(80_000, () => "[]"))',
  'objects of one member': 'list(range(30_000, () => `{"a":1}`))',
  'names that are numbers': 'list(range(25_000, () => `{"322":1}`))',
  'names that are large numbers': 'list(range(20_000, (i) => `{"${100_000 + i}":1}`))',
  'long integers': 'list(range(11_000, (i) => `1234567890123456${i}`))',
  fractions: 'list(range(60_000, (i) => `0.${i % 10}`))',
  'fractions and texts': 'list(range(25_000, (i) => `0.${i % 10},"a"`))',
  'named fractions': 'object(range(14_000, (i) => `"${nth}_${i}":0.5`))',
  'Chinese text': '`"${"群".repeat(80_000)}"`',
  'short Chinese texts': 'list(range(40_000, () => `"群"`))',
  'unlike texts': 'list(range(22_000, (i) => `"${nth}_${i}"`))',
  nothing: 'list(range(50_000, () => "null"))',
};

/** Fills a receiver with bodies of one shape until it answers 503, and prints what the heap has grown by. */
const PROGRAM = `
  import 'reflect-metadata';
  import { Agent, request } from 'node:http';
  import { Module } from '@nestjs/common';
  import { NestFactory } from '@nestjs/core';
  import { EventEmitterModule } from '@nestjs/event-emitter';
  import { inProcessDelivery, OnTencentChatEvent, TencentChatWebhookModule } from 'nestjs-tencent-chat-webhook';
  import { createCallbackRequest } from 'nestjs-tencent-chat-webhook/testing';
  const [sdkAppId, token, capacityBytes, shape] = process.argv.slice(1);
  const options = { sdkAppId: Number(sdkAppId), token, delivery: inProcessDelivery({ capacityBytes: Number(capacityBytes) }) };
  class Handlers { handle() { return new Promise(() => {}); } }
  const descriptor = Object.getOwnPropertyDescriptor(Handlers.prototype, 'handle');
  OnTencentChatEvent('group.quotaAlarm')(Handlers.prototype, 'handle', descriptor);
  class AppModule {}
  Module({ imports: [EventEmitterModule.forRoot(), TencentChatWebhookModule.forRoot(options)], providers: [Handlers] })(AppModule);
  const app = await NestFactory.create(AppModule, { logger: false });
  await app.listen(0, '127.0.0.1');
  const { port } = app.getHttpServer().address();
  const agent = new Agent({ keepAlive: true });
  const range = (count, text) => Array.from({ length: count }, (_, i) => text(i)).join(',');
  const list = (text) => '[' + text + ']';
  const object = (text) => '{' + text + '}';
  const more = new Function('nth', 'range', 'list', 'object', 'return ' + shape);
  const post = (nth) => new Promise((resolve, reject) => {
    const command = 'Group.CallbackOnDailyGroupQuotaAlarm';
    const signed = createCallbackRequest({ sdkAppId: options.sdkAppId, token, command });
    const body = JSON.stringify({ ...signed.body, EventTime: Date.now() - nth }).slice(0, -1) + ',"more":' + more(nth, range, list, object) + '}';
    const outgoing = request({ port, path: signed.url, method: 'POST', headers: signed.headers, agent }, (incoming) => {
      incoming.resume().on('end', () => resolve(incoming.statusCode));
    });
    outgoing.on('error', reject).end(body);
  });
  gc();
  const before = process.memoryUsage().heapUsed;
  let count = 0;
  let status;
  for (; count < 1000; count += 1) {
    status = await post(count);
    if (status !== 200) break;
  }
  gc();
  process.send({ status, count, grownBy: process.memoryUsage().heapUsed - before });
  process.disconnect();
  process.exit();`;

describe('the heap of a receiver in process', () => {
  it.each(Object.entries(SHAPES))(
    'stays under 4 × capacityBytes when bodies of %s wait',
    { timeout: 60_000 },
    async (_shape, text) => {
      const child = startProgram(PROGRAM, {
        execArgv: ['--expose-gc', '--max-old-space-size=512'],
        args: [String(SDK_APP_ID), TOKEN, String(CAPACITY_BYTES), text],
      });
      const [result] = await Promise.race([once(child, 'message'), once(child, 'exit')]);
      expect(result).toMatchObject({ status: 503 });
      expect(result.grownBy).toBeLessThan(4 * CAPACITY_BYTES);
      expect(result.count).toBeGreaterThan(1);
    },
  );
});
