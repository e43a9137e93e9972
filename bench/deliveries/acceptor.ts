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
}

export interface AcceptState {
  accepted: number;
  /** How often a handler was called. */
  handled: number;
  pending: number;
  /** In bytes, after a forced garbage collection. */
  rss: number;
  heapUsed: number;
}

/** How many calls of `accept` run at a time. */
const CONCURRENCY = 200;

/** How many records may wait for their handlers, so that the store stays small. */
const MAX_WAITING = 10_000;

/** The name by which the next process finds the records. */
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

answerQuestions(async ({ total, handle }: AcceptOrder): Promise<AcceptState> => {
  const delivery = await opening;
  if (handle && !handling) {
    handling = true;
    delivery.start(async () => {
      handled += 1;
      return { done: [], failures: [] };
    });
  }
  const acceptNext = async () => {
    while (started < total) {
      if (handling && started - handled >= MAX_WAITING) await setTimeout(5);
      else if ((await delivery.accept(nextRecord())) === 'accepted') accepted += 1;
      else throw new Error('a new record was treated as a duplicate');
    }
  };
  await Promise.all(Array.from({ length: CONCURRENCY }, acceptNext));
  const { pending } = await delivery.stats();
  gc?.();
  gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { accepted, handled, pending, rss, heapUsed };
});

function nextRecord(): CallbackRecord {
  started += 1;
  const receivedAt = Date.now();
  return {
    id: `${SDK_APP_ID}/${COMMAND}/${started}`,
    registration: REGISTRATION,
    command: COMMAND,
    sdkAppId: SDK_APP_ID,
    clientIp: '127.0.0.1',
    receivedAt,
    body: { ...SAMPLE, QuotaUsed: started, EventTime: String(receivedAt) },
  };
}
