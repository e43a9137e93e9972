import { once } from 'node:events';
import { Agent, type IncomingMessage, request } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import { nextBody, signedRequest } from './callbacks.js';
import type { RecordLatency } from './latencies.js';
import type { Answers, LoadOrder, OpenExtent } from './order.js';

/** How long to wait for the last answers, in ms. Chat itself waits 2 s. */
const LAST_ANSWERS_MS = 10_000;

/**
 * Sends requests at a fixed rate, whether answers arrive or not, as Chat does. A latency counts from the time at which its request
 * was due, so that a server that stops for a moment pays for all requests of that moment.
 */
export async function openLoop(
  { port, callback, connections }: LoadOrder,
  { perSecond, seconds }: OpenExtent,
  record: RecordLatency,
): Promise<Answers> {
  const { url, headers } = signedRequest(callback);
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const total = Math.round(perSecond * seconds);
  const answers: Promise<void>[] = [];
  let answered = 0;
  const send = async (dueAt: number) => {
    const body = nextBody(callback);
    const length = { 'content-length': Buffer.byteLength(body) };
    const options = { agent, host: '127.0.0.1', port, path: url, method: 'POST' };
    const sending = request({ ...options, headers: { ...headers, ...length } }).end(body);
    const [response] = (await once(sending, 'response')) as [IncomingMessage];
    await once(response.resume(), 'end');
    record(performance.now() - dueAt);
    if (response.statusCode === 200) answered += 1;
  };
  const startedAt = performance.now();
  while (answers.length < total) {
    const due = Math.min(total, Math.floor(((performance.now() - startedAt) * perSecond) / 1000));
    while (answers.length < due) {
      // What fails counts as refused.
      answers.push(send(startedAt + (answers.length * 1000) / perSecond).catch(() => {}));
    }
    await setTimeout(1);
  }
  await Promise.race([Promise.all(answers), setTimeout(LAST_ANSWERS_MS)]);
  agent.destroy();
  return {
    seconds: (performance.now() - startedAt) / 1000,
    sent: total,
    answered,
    refused: total - answered,
  };
}
