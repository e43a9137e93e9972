import { createHash, timingSafeEqual } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { OK_ANSWER, SDK_APP_ID, TOKEN, TOLERANCE_SECONDS } from '../contract.js';
import type { RunningServer } from './server.js';

/** The same checks without a framework: the upper bound with Node itself. */
export async function startRawHttp(): Promise<RunningServer> {
  const server = createServer((request, response) => {
    answer(request).then(
      (status) => response.writeHead(status, { 'Content-Type': 'application/json' }).end(BODIES[status]),
      () => response.writeHead(400, { 'Content-Type': 'application/json' }).end(BODIES[400]),
    );
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { port: (server.address() as AddressInfo).port };
}

const BODIES = {
  200: JSON.stringify(OK_ANSWER),
  400: JSON.stringify({ ActionStatus: 'FAIL', ErrorInfo: 'malformed', ErrorCode: 400 }),
  401: JSON.stringify({ ActionStatus: 'FAIL', ErrorInfo: 'not authenticated', ErrorCode: 401 }),
};

async function answer(request: IncomingMessage): Promise<keyof typeof BODIES> {
  const { searchParams } = new URL(request.url ?? '/', 'http://localhost');
  if (!isAuthentic(searchParams)) return 401;
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  const body = JSON.parse(Buffer.concat(chunks).toString()) as Record<string, unknown>;
  const numbers = [body.QuotaUsed, body.Quota, body.EventTime].map(Number);
  return numbers.every((number) => Number.isInteger(number) && number >= 0) ? 200 : 400;
}

function isAuthentic(query: URLSearchParams): boolean {
  const requestTime = query.get('RequestTime') ?? '';
  const expected = createHash('sha256')
    .update(TOKEN + requestTime)
    .digest();
  const given = Buffer.from(query.get('Sign') ?? '', 'hex');
  return (
    query.get('SdkAppid') === String(SDK_APP_ID) &&
    given.length === expected.length &&
    timingSafeEqual(given, expected) &&
    Math.abs(Date.now() / 1000 - Number(requestTime)) <= TOLERANCE_SECONDS
  );
}
