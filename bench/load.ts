/** The load generator, in a separate process: runs each order that it receives, and sends back the result. */
import { createHistogram } from 'node:perf_hooks';
import autocannon from 'autocannon';
import { createCallbackRequest, sampleCallback } from 'nestjs-tencent-chat-webhook/testing';
import { answerQuestions } from './child-process.js';
import { OK_ANSWER, PATH, SDK_APP_ID, TOKEN } from './contract.js';

/** How much to send. The load has to end before its signature expires. */
export type Extent = { seconds: number } | { amount: number };

/** What is sent: quota alarms, or one-to-one messages of 12 KB that need a verdict. */
export type Callback = 'alarm' | 'message';

export interface LoadOrder {
  port: number;
  callback: Callback;
  connections: number;
  extent: Extent;
}

export interface LoadResult {
  /** In ms since the epoch. */
  startedAt: number;
  seconds: number;
  sent: number;
  /** Less than `sent` if the time ended before the last answers. */
  answered: number;
  p50Ms: number;
  p99Ms: number;
  /** CPU time of the generator, in ms. */
  cpuMs: number;
}

const OK_BODY = JSON.stringify(OK_ANSWER);
const SAMPLE = sampleCallback('Group.CallbackOnDailyGroupQuotaAlarm');

/** More than any server answers in a millisecond, so that no two alarms are equal. */
const QUOTA = 10_000;

let serial = 0;

const MESSAGE = JSON.stringify({
  ...sampleCallback('C2C.CallbackBeforeSendMsg'),
  MsgBody: [{ MsgType: 'TIMTextElem', MsgContent: { Text: 'x'.repeat(12_000) } }],
});

const COMMANDS = {
  alarm: 'Group.CallbackOnDailyGroupQuotaAlarm',
  message: 'C2C.CallbackBeforeSendMsg',
} as const;

/** Makes a new alarm each time, because no handler receives a duplicate. Before-callbacks have no duplicates. */
function nextBody(callback: Callback): string {
  if (callback === 'message') return MESSAGE;
  serial += 1;
  return JSON.stringify({
    ...SAMPLE,
    QuotaUsed: serial % QUOTA,
    Quota: QUOTA,
    EventTime: String(Date.now()),
  });
}

async function load({ port, callback, connections, extent }: LoadOrder): Promise<LoadResult> {
  // Each load has its own signature: receivers reject one that is older than a minute.
  const { url, headers } = createCallbackRequest({
    sdkAppId: SDK_APP_ID,
    token: TOKEN,
    path: `/${PATH}`,
    command: COMMANDS[callback],
  });
  const latencies = createHistogram();
  const cpuBefore = process.cpuUsage();
  const startedAt = Date.now();
  const run = autocannon({
    url: `http://127.0.0.1:${port}`,
    connections,
    ...('amount' in extent ? { amount: extent.amount } : { duration: extent.seconds }),
    sampleInt: 100,
    verifyBody: (body) => body === OK_BODY,
    requests: [
      {
        method: 'POST',
        path: url,
        headers,
        setupRequest: (request) => {
          request.body = nextBody(callback);
          return request;
        },
      },
    ],
  });
  // The histogram of autocannon counts whole milliseconds.
  run.on('response', (_client: unknown, _status: number, _bytes: number, ms: number) =>
    latencies.record(Math.max(1, Math.round(ms * 1000))),
  );
  const result = await run;
  // A server that rejects requests is fast, but its load is no result.
  if (result.errors + result.non2xx + result.mismatches > 0) {
    throw new Error(
      `${result.errors} connection errors, ${result.non2xx} answers with a status other than 2xx and ` +
        `${result.mismatches} with a body other than OK: ${JSON.stringify(result.statusCodeStats)}`,
    );
  }
  const { user, system } = process.cpuUsage(cpuBefore);
  return {
    startedAt,
    seconds: result.duration,
    sent: result.requests.sent,
    answered: result.requests.total,
    p50Ms: latencies.percentile(50) / 1000,
    p99Ms: latencies.percentile(99) / 1000,
    cpuMs: (user + system) / 1000,
  };
}

answerQuestions(load);
