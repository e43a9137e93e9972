/**
 * The receiver under test, in a process of its own that can be killed. `ReceiverProcess` transpiles this file and hands
 * it to Node: Node 20 runs no TypeScript, and this way it is checked by the compiler like everything else. It imports
 * the built package by its name, and of this folder types only.
 */
import { appendFileSync } from 'node:fs';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { Pool } from 'pg';
import { EventEmitterModule } from '@nestjs/event-emitter';
import {
  inProcessDelivery,
  OnTencentChatEvent,
  TencentChatWebhookModule,
  type DeliveryFactory,
  type GroupQuotaAlarmEvent,
  type QuotaLevelReachedEvent,
} from 'nestjs-tencent-chat-webhook';
import { postgresReceipts } from 'nestjs-tencent-chat-webhook/postgres';
import type { DeliveryChoice, Listening, ReceiverSettings } from './receiver-settings.js';

const settings = JSON.parse(process.env.RECEIVER ?? '') as ReceiverSettings;

const pool =
  settings.effects === undefined ? undefined : new Pool({ connectionString: settings.effects, max: 8 });
pool?.on('error', () => {});

/** Adds the alarm in a transaction with its receipt. */
async function addEffect(from: Pool, event: GroupQuotaAlarmEvent): Promise<void> {
  const client = await from.connect();
  try {
    await client.query('begin');
    await event.processInTransaction(client, () =>
      client.query('insert into effect (quota_used) values ($1)', [event.body.QuotaUsed]),
    );
    await client.query('commit');
    client.release();
  } catch (error) {
    client.release(true);
    throw error;
  }
}

@Injectable()
class AlarmWriter {
  @OnTencentChatEvent('group.quotaAlarm')
  async write(event: GroupQuotaAlarmEvent): Promise<void> {
    const { id, attempt, body } = event;
    if (settings.handlerMs > 0) await delay(settings.handlerMs);
    if (settings.asks !== undefined) await fetch(settings.asks);
    if (settings.failsAtFirst && attempt === 1) throw new Error('not yet');
    if (pool !== undefined) await addEffect(pool, event);
    // Synchronous: what the handler did is known, even when the process is killed right behind it.
    appendFileSync(settings.handledFile, `${body.QuotaUsed} ${attempt} ${process.pid} ${id}\n`);
    if (body.QuotaUsed === settings.poison) throw new Error('poison');
    if (body.QuotaUsed === settings.deadly?.quotaUsed) die(settings.deadly.by);
  }
}

function die(by: NonNullable<ReceiverSettings['deadly']>['by']): void {
  if (by === 'exit') process.exit(1);
  if (by === 'abort') process.abort();
  const hoard: number[][] = [];
  for (;;) if (by === 'out of memory') hoard.push(Array.from({ length: 1_000_000 }, Math.random));
}

@Injectable()
class LevelWriter {
  @OnTencentChatEvent('group.quotaLevelReached')
  write({ id }: QuotaLevelReachedEvent): void {
    appendFileSync(`${settings.handledFile}.levels`, `${id}\n`);
  }
}

const { sdkAppId, token } = settings;

@Module({
  imports: [
    EventEmitterModule.forRoot(),
    TencentChatWebhookModule.forRoot({
      sdkAppId,
      token,
      delivery: await chosen(settings.delivery),
      ...(settings.effects !== undefined && { receipts: postgresReceipts({ connection: settings.effects }) }),
    }),
  ],
  providers: [AlarmWriter, LevelWriter],
})
class ReceiverModule {}

const app = await NestFactory.create(ReceiverModule);
// Exits with 0, which tells an end in order from being killed.
app.enableShutdownHooks(['SIGTERM'], { useProcessExit: true });
const server: Server = app.getHttpServer();
await app.listen(settings.port, '127.0.0.1');
const listening: Listening = { port: (server.address() as AddressInfo).port };
process.send?.(listening);

if (settings.clock !== undefined) {
  const { afterMs, byMs } = settings.clock;
  const now = Date.now;
  setTimeout(() => {
    Date.now = () => now() + byMs;
  }, afterMs);
}

// However the tests end, no receiver outlives them; and the channel to them keeps no receiver alive.
process.on('disconnect', () => process.exit(1));
process.channel?.unref();

/** The store's package is loaded by who uses it. */
async function chosen({ kind, options }: DeliveryChoice): Promise<DeliveryFactory> {
  if (kind === 'lmdb') return (await import('nestjs-tencent-chat-webhook/lmdb')).lmdbDelivery(options);
  if (kind === 'bullmq') return (await import('nestjs-tencent-chat-webhook/bullmq')).bullMqDelivery(options);
  if (kind === 'postgres') {
    return (await import('nestjs-tencent-chat-webhook/postgres')).postgresDelivery(options);
  }
  return inProcessDelivery(options);
}
