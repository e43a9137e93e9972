import autocannon from 'autocannon';
import { OK_ANSWER } from '../contract.js';
import { nextBody, signedRequest } from './callbacks.js';
import type { RecordLatency } from './latencies.js';
import type { Answers, ClosedExtent, LoadOrder } from './order.js';

const OK_BODY = JSON.stringify(OK_ANSWER);

/**
 * Sends the next request of a connection when the answer to the one before has arrived. A slow server is sent less.
 *
 * @throws Error if an answer was not OK
 */
export async function closedLoop(
  { port, callback, connections }: LoadOrder,
  extent: ClosedExtent,
  record: RecordLatency,
): Promise<Answers> {
  const { url, headers } = signedRequest(callback);
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
  run.on('response', (_client: unknown, _status: number, _bytes: number, ms: number) => record(ms));
  const result = await run;
  // A server that rejects requests is fast, but its load is no result.
  if (result.errors + result.non2xx + result.mismatches > 0) {
    throw new Error(
      `${result.errors} connection errors, ${result.non2xx} answers with a status other than 2xx and ` +
        `${result.mismatches} with a body other than OK: ${JSON.stringify(result.statusCodeStats)}`,
    );
  }
  return {
    seconds: result.duration,
    sent: result.requests.sent,
    answered: result.requests.total,
    refused: 0,
  };
}
