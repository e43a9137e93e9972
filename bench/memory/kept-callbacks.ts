/** Measures the memory of callbacks in the in-process delivery, in a separate process: `node --expose-gc kept-callbacks.js`. */
import { Injectable } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { OnTencentChatEvent, TencentChatWebhookModule } from 'nestjs-tencent-chat-webhook';
import { createCallbackRequest, sampleCallback } from 'nestjs-tencent-chat-webhook/testing';
import { answerQuestions } from '../child-process.js';
import { PATH, SDK_APP_ID, TOKEN } from '../contract.js';
import { startNest } from '../servers/start-nest.js';
import { authenticate, CallbackReceiver, ResolvedHttpOptions, parseJsonBody } from '../internals.js';

/** What is measured: callbacks that wait for their handlers, or handled ones whose id is remembered. */
export type Kept = 'waiting' | 'remembered';

export interface KeptOrder {
  kept: Kept;
  callbacks: number;
}

const COMMAND = 'Group.CallbackOnDailyGroupQuotaAlarm';

/** A handler whose calls wait until {@link Alarms.end}. */
@Injectable()
class Alarms {
  called = 0;
  private open = (): void => {};
  private readonly opened = new Promise<void>((resolve) => {
    this.open = resolve;
  });

  @OnTencentChatEvent('group.quotaAlarm')
  async wait(): Promise<void> {
    this.called += 1;
    await this.opened;
  }

  end(): void {
    this.open();
  }
}

/** Returns the bytes of the heap per callback, when all callbacks wait or are handled. */
async function bytesEach({ kept, callbacks }: KeptOrder): Promise<number> {
  const { app } = await startNest(
    {
      imports: [
        EventEmitterModule.forRoot(),
        TencentChatWebhookModule.forRoot({ sdkAppId: SDK_APP_ID, token: TOKEN }),
      ],
      providers: [Alarms],
    },
    'express',
  );
  const receiver = app.get(CallbackReceiver, { strict: false });
  const options = app.get(ResolvedHttpOptions, { strict: false });
  const alarms = app.get(Alarms);
  if (kept === 'remembered') alarms.end();
  let serial = 0;
  const receive = async (amount: number): Promise<void> => {
    for (const until = serial + amount; serial < until; serial += 1) {
      // New strings, as they come from the network.
      const { url } = createCallbackRequest({
        sdkAppId: SDK_APP_ID,
        token: TOKEN,
        path: `/${PATH}`,
        command: COMMAND,
      });
      const target = Buffer.from(url).toString('latin1');
      const body = parseJsonBody(
        Buffer.from(JSON.stringify({ ...sampleCallback(COMMAND), QuotaUsed: serial, Quota: 10_000_000 })),
      );
      if (body === undefined) throw new Error('the body is empty');
      await receiver.receive(authenticate(target, options, Date.now()), body, {});
      // Not too many may wait for their handlers.
      if (kept === 'remembered' && serial % 1000 === 999) await handled(alarms, serial + 1);
    }
  };
  await receive(1000);
  // V8 keeps the texts of numbers in a table of 262 KB, which it makes when the first of them collide.
  for (let number = 0; number < callbacks; number += 1) String(number);
  const before = heapUsed();
  await receive(callbacks);
  const bytes = (heapUsed() - before) / callbacks;
  alarms.end();
  await app.close();
  return bytes;
}

async function handled(alarms: Alarms, count: number): Promise<void> {
  while (alarms.called < count) await new Promise((resolve) => setImmediate(resolve));
}

function heapUsed(): number {
  if (gc === undefined) throw new Error('run with --expose-gc');
  gc();
  gc();
  return process.memoryUsage().heapUsed;
}

answerQuestions(bytesEach);
