/**
 * Accepts records with a delivery, without a server and in a separate process:
 * `node --expose-gc acceptor.js <durable> <store> <options>`.
 */
import { setTimeout } from 'node:timers/promises';
import { Lifecycle } from 'nestjs-tencent-chat-webhook';
import type { CallbackRecord } from 'nestjs-tencent-chat-webhook/store';
import { sampleCallback } from 'nestjs-tencent-chat-webhook/testing';
import { answerQuestions } from '../child-process.js';
import { SDK_APP_ID } from '../contract.js';
import { DURABLE, type Durable, type DurableOptions } from './durable.js';

export interface AcceptOrder {
  /** How many records to accept in all, earlier orders included. */
  total: number;
  /** Whether to handle the records too. Otherwise they stay in the store. */
  handle: boolean;
  /** Runs full garbage collections before the memory is read, so that it has no garbage in it. */
  collectGarbage?: boolean;
}

export interface AcceptState {
  accepted: number;
  /** How often a handler was called. */
  handled: number;
  pending: number;
  /** In bytes. */
  rss: number;
  heapUsed: number;
  /** CPU time of the process so far, in ms. */
  cpuMs: number;
}

/** How many calls of `accept` run at a time. */
const CONCURRENCY = 200;

/** How many records may wait for their handlers, so that the store stays small. */
const MAX_WAITING = 10_000;

/** The name under which the next process finds the records. */
const REGISTRATION = 'default';
const COMMAND = 'Group.CallbackOnDailyGroupQuotaAlarm';
const SAMPLE = sampleCallback(COMMAND);

const [durable, store, options] = process.argv.slice(2) as [Durable, string, string];
const opening = DURABLE[durable](store, JSON.parse(options) as DurableOptions).then((create) =>
  create({ registration: REGISTRATION, lifecycle: new Lifecycle(REGISTRATION) }),
);

let started = 0;
let accepted = 0;
let handled = 0;
let handling = false;
/** How many more may be accepted before the store is asked how many wait. Another process may handle what this one has accepted. */
let room = MAX_WAITING;

answerQuestions(async ({ total, handle, collectGarbage = false }: AcceptOrder): Promise<AcceptState> => {
  const delivery = await opening;
  if (handle && !handling) {
    handling = true;
    const count = async () => {
      handled += 1;
      return undefined;
    };
    delivery.start(() => [{ id: 'Bench.count', call: count }]);
  }
  const acceptNext = async () => {
    while (started < total) {
      if (handling && room <= 0) {
        await setTimeout(5);
        room = MAX_WAITING - (await delivery.stats()).pending;
        continue;
      }
      room -= 1;
      if ((await delivery.accept(nextRecord())) === 'accepted') accepted += 1;
      else throw new Error('a new record was treated as a duplicate');
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, acceptNext));
  const { pending } = await delivery.stats();
  if (collectGarbage) {
    gc?.();
    gc?.();
  }
  const { rss, heapUsed } = process.memoryUsage();
  const { user, system } = process.cpuUsage();
  return { accepted, handled, pending, rss, heapUsed, cpuMs: (user + system) / 1000 };
});

function nextRecord(): CallbackRecord {
  started += 1;
  const receivedAt = Date.now();
  return {
    id: `${SDK_APP_ID}/${COMMAND}/${process.pid}-${started}`,
    registration: REGISTRATION,
    command: COMMAND,
    sdkAppId: SDK_APP_ID,
    clientIp: '127.0.0.1',
    receivedAt,
    body: { ...SAMPLE, QuotaUsed: started, EventTime: String(receivedAt) },
  };
}
