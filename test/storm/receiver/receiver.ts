/** A receiver of a storm, in a separate process. */
import { appendFileSync, existsSync, writeFileSync } from 'node:fs';
import { Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import {
  bodyOf,
  DeadLetters,
  DeliveryMonitor,
  Lifecycle,
  OnTencentChatEvent,
  TencentChatWebhookModule,
} from 'nestjs-tencent-chat-webhook';
import {
  nthOf,
  type ReceiverMessage,
  type ReceiverOrder,
  type ReceiverSettings,
  type StoreReport,
} from '../storm-settings.js';
import { breaks } from './broken-receiver.js';
import { deliveryOn } from './delivery.js';
import { watchLoop } from './loop-watch.js';
import { behaveOddly } from './odd-behaviour.js';

const settings = JSON.parse(process.env.STORM ?? '') as ReceiverSettings;
const durable = settings.store.kind !== 'memory';

/** After that time an attempt of the odd handler has failed, in ms. */
const TIMEOUT_MS = 3000;

function note(what: 'called' | 'done' | 'late' | 'dead' | 'invalid', handler: string, nth: number): void {
  const at = Math.round(performance.timeOrigin + performance.now());
  appendFileSync(settings.calls, `${at} ${what} ${handler} ${nth} ${process.pid}\n`);
}

class Steady {
  @OnTencentChatEvent('group.quotaAlarm')
  @OnTencentChatEvent('group.messageSent')
  @OnTencentChatEvent('group.created')
  @OnTencentChatEvent('group.destroyed')
  @OnTencentChatEvent('c2c.messageSent')
  @OnTencentChatEvent('state.changed')
  @OnTencentChatEvent('sns.friendAdded')
  @OnTencentChatEvent('tencentChat.unknownCommand')
  handle({ body }: { body: object }): void {
    const nth = nthOf(body);
    if (settings.broken && breaks.forgets(nth)) return;
    note('done', 'Steady.handle', nth);
    if (settings.broken && breaks.repeats(nth)) note('done', 'Steady.handle', nth);
  }
}

class Odd {
  @OnTencentChatEvent('group.quotaAlarm', { timeoutMs: TIMEOUT_MS })
  @OnTencentChatEvent('group.messageSent', { timeoutMs: TIMEOUT_MS, concurrency: 8 })
  @OnTencentChatEvent('group.created', { timeoutMs: TIMEOUT_MS })
  @OnTencentChatEvent('group.destroyed', { timeoutMs: TIMEOUT_MS })
  @OnTencentChatEvent('c2c.messageSent', { timeoutMs: TIMEOUT_MS })
  @OnTencentChatEvent('state.changed', { timeoutMs: TIMEOUT_MS })
  @OnTencentChatEvent('sns.friendAdded', { timeoutMs: TIMEOUT_MS })
  @OnTencentChatEvent('tencentChat.unknownCommand', { timeoutMs: TIMEOUT_MS })
  async handle(event: { body: object; attempt: number; signal: AbortSignal }): Promise<void> {
    const nth = nthOf(event.body);
    note('called', 'Odd.handle', nth);
    const mayDie = durable ? () => isFirstLife(nth) : () => false;
    await behaveOddly(settings.seed, nth, event.attempt, TIMEOUT_MS, mayDie);
    // After a stop of the process a call has more time.
    note(event.signal.aborted ? 'late' : 'done', 'Odd.handle', nth);
  }
}

/** A callback ends the process once at most. */
function isFirstLife(nth: number): boolean {
  const marker = `${settings.calls}.${nth}`;
  if (existsSync(marker)) return false;
  writeFileSync(marker, '');
  return true;
}

@Module({
  imports: [
    EventEmitterModule.forRoot(),
    TencentChatWebhookModule.forRoot({
      sdkAppId: settings.sdkAppId,
      token: settings.token,
      // The clocks of the receivers are set ahead and back.
      toleranceSeconds: 3600,
      delivery: deliveryOn(settings.store),
    }),
  ],
  providers: [Steady, Odd],
})
class ReceiverModule {}

const app = await NestFactory.create(ReceiverModule);
app.enableShutdownHooks(['SIGTERM'], { useProcessExit: true });
// A delivery in memory loses its dead letters with its process.
app.get(Lifecycle).observe({
  deadLettered: (step) => {
    const nth = nthOf(bodyOf(step));
    if (step.reason === 'invalid') note('invalid', '-', nth);
    for (const { handler } of step.failures) note('dead', handler, nth);
  },
});
if (settings.broken) breaks.all(app);
// As the manual has it. With Node's five seconds a request may meet the end of an idle connection, which looks like a lost one.
app.getHttpServer().keepAliveTimeout = 75_000;
await app.listen(settings.port, '127.0.0.1');

watchLoop((block) => send({ kind: 'blocked', ...block }));
process.on('message', (order: ReceiverOrder) => {
  if (order.kind === 'clock') setClock(order.byMs);
  else void report().then((answer) => send({ kind: 'report', nth: order.nth, report: answer }));
});
process.on('disconnect', () => process.exit(1));
send({ kind: 'listening', heapMb: heapMb() });

function send(message: ReceiverMessage): void {
  process.send?.(message);
}

/** Puts the clock of this process ahead or back. */
function setClock(byMs: number): void {
  Date.now = () => Math.round(performance.timeOrigin + performance.now()) + byMs;
}

function heapMb(): number {
  globalThis.gc?.();
  return process.memoryUsage().heapUsed / 2 ** 20;
}

async function report(): Promise<StoreReport | string> {
  try {
    const { pending, dead } = await app.get(DeliveryMonitor).stats();
    const letters = await app.get(DeadLetters).list({ limit: 100_000 });
    const named = letters.map(({ body, handlers }) => ({ nth: nthOf(body), handlers }));
    return { pending, dead: dead + (settings.broken ? 1 : 0), letters: named, heapMb: heapMb() };
  } catch (error) {
    return String(error);
  }
}
