/**
 * A delivery without a server, in a process of its own: `node --expose-gc acceptor.js <durable> <store> <options>`
 * accepts as many records as it is told.
 */
import { setTimeout } from 'node:timers/promises';
import { Lifecycle, type CallbackRecord } from 'nestjs-tencent-chat-webhook';
import { sampleCallback } from 'nestjs-tencent-chat-webhook/testing';
import { answerQuestions } from '../child-process.js';
import { SDK_APP_ID } from '../contract.js';
import { DURABLE, type Durable, type DurableOptions } from './durable.js';

export interface AcceptOrder {
  /** How many records to accept in all, those before included. */
  total: number;
  /** Whether they are handled meanwhile; without that they wait. */
  handle: boolean;
}

export interface AcceptState {
  accepted: number;
  /** How often a handler was called. */
  handled: number;
  pending: number;
  /** In bytes, after forced garbage collection. */
  rss: number;
  heapUsed: number;
}

/** How many accepts are under way at a time. */
const AT_ONCE = 200;

/** How far the handlers may be behind: a store is as large as what waits in it. */
const BEHIND_AT_MOST = 10_000;

/** The one of the receiver that finds the records. */
const REGISTRATION = 'default';
const COMMAND = 'Group.CallbackOnDailyGroupQuotaAlarm';
const SAMPLE = sampleCallback(COMMAND);

const [durable, store, options] = process.argv.slice(2) as [Durable, string, string];
const opening = DURABLE[durable](store, JSON.parse(options) as DurableOptions).then((create) =>
  create({ registration: REGISTRATION, lifecycle: new Lifecycle(REGISTRATION) }),
);

let begun = 0;
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
  const acceptOnes = async () => {
    while (begun < total) {
      if (handling && begun - handled >= BEHIND_AT_MOST) await setTimeout(5);
      else if ((await delivery.accept(nextRecord())) === 'accepted') accepted += 1;
      else throw new Error('a record was taken for a duplicate');
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, acceptOnes));
  const { pending } = await delivery.stats();
  gc?.();
  gc?.();
  const { rss, heapUsed } = process.memoryUsage();
  return { accepted, handled, pending, rss, heapUsed };
});

function nextRecord(): CallbackRecord {
  begun += 1;
  const receivedAt = Date.now();
  return {
    id: `${SDK_APP_ID}/${COMMAND}/${begun}`,
    registration: REGISTRATION,
    command: COMMAND,
    sdkAppId: SDK_APP_ID,
    clientIp: '127.0.0.1',
    receivedAt,
    body: { ...SAMPLE, QuotaUsed: begun, EventTime: String(receivedAt) },
  };
}
