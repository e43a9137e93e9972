import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type getRawBody from 'raw-body';
import type { Awaitable } from '../common/awaitable.js';
import { checkJsonBody, parseJsonBody } from '../protocol/json-body.js';
import { RejectedRequest } from '../protocol/rejected-request.js';
import { bodyStream } from './unparsed-body.js';
import { nodeRequest, type WebhookRequest } from './webhook-request.js';

/** How long Chat waits for an answer, in ms: a body that comes later is of no use to it. */
const TO_ARRIVE_MS = 2000;

/**
 * Reads the JSON body of a request.
 *
 * @param limit the longest body, in bytes
 * @returns `undefined` for an empty body
 * @throws RejectedRequest 413 for a body over the limit, 408 for one that takes too long, 400 for one that is not JSON or
 * did not arrive in full; also as a rejection
 */
export function readBody(request: WebhookRequest, limit: number): Awaitable<object | undefined> {
  const message = nodeRequest(request);
  const stream = bodyStream(message);
  if (stream.readableDidRead) return bodyOfHost(request, limit);
  if (stream === message && hasArrived(message)) return parseJsonBody(arrivedBytes(message, limit));
  const length = stream === message ? message.headers['content-length'] : undefined;
  return bytesOf(stream, limit, length).then(parseJsonBody);
}

/** Whether all of it is here, as when it came together with its headers, and nobody else reads it. */
function hasArrived(message: IncomingMessage): boolean {
  const { headers, readable, readableLength, readableFlowing, readableEncoding } = message;
  const isUntouched = readable && readableFlowing === null && readableEncoding === null;
  return isUntouched && Number(headers['content-length']) === readableLength;
}

/** There is nothing to wait for: no timer, and no reader of streams. */
function arrivedBytes(message: IncomingMessage, limit: number): Buffer {
  if (message.readableLength > limit) throw tooLarge(limit);
  const bytes: unknown = message.read();
  // All that is left of it is its end, which the host may wait for.
  message.resume();
  return Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
}

/** Reads a body, as long as Chat itself would wait. */
function bytesOf(stream: Readable, limit: number, length: string | undefined): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stream.pause();
      reject(new RejectedRequest('bodyTooSlow', 408, `the body took longer than ${TO_ARRIVE_MS} ms`));
    }, TO_ARRIVE_MS);
    streamReader()(stream, { limit, length }, (error, bytes) => {
      clearTimeout(timer);
      if (error) reject(transferFault(error, limit));
      else resolve(bytes);
    });
  });
}

/** Loaded when a body is waited for: it brings packages that Express has, and that an app on Fastify would wait for at its start. */
function streamReader(): typeof getRawBody {
  return require('raw-body');
}

/** The body as a parser left it that the host had put before everything else. */
function bodyOfHost(request: WebhookRequest, limit: number): object | undefined {
  const body = request.rawBody ?? request.body;
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    const bytes = Buffer.from(body);
    if (bytes.length > limit) throw tooLarge(limit);
    return parseJsonBody(bytes);
  }
  if (nodeRequest(request).headers['content-type']?.includes('json')) return checkJsonBody(body);
  throw new RejectedRequest(
    'malformedBody',
    400,
    'the app parsed the body as something other than JSON before the webhook saw it: let its parsers leave this path alone',
  );
}

function transferFault(error: unknown, limit: number): RejectedRequest {
  const type = error instanceof Error && 'type' in error ? error.type : undefined;
  if (type === 'entity.too.large') return tooLarge(limit);
  return new RejectedRequest('malformedBody', 400, 'the body did not arrive in full');
}

function tooLarge(limit: number): RejectedRequest {
  return new RejectedRequest('bodyTooLarge', 413, `the body is longer than ${limit} bytes`);
}
