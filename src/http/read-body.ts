import type { IncomingMessage } from 'node:http';
import type { Awaitable } from '../common/awaitable.js';
import { checkJsonBody, parseJsonBody } from '../protocol/json-body.js';
import { RejectedRequest } from '../protocol/rejected-request.js';
import type { AdapterRequest } from './adapter/adapter-request.js';
import { BODY_TIMEOUT_MS, BodyFault, readBytes } from './adapter/bounded-body.js';
import { bodyStream } from './unparsed-body.js';
import { webhookMessage } from './webhook-request.js';

/**
 * Reads the JSON body of a request.
 *
 * @param limit longest body, in bytes
 * @returns `undefined` for an empty body
 * @throws RejectedRequest 413 for a body over the limit, 408 for one that takes longer than two seconds, 400 for one that is not
 * JSON or did not arrive in full; also as a rejection
 */
export function readBody(request: AdapterRequest, limit: number): Awaitable<object | undefined> {
  const message = webhookMessage(request);
  const stream = bodyStream(message);
  if (stream.readableDidRead) return bodyOfHost(request, limit);
  if (stream === message && hasArrived(message)) return parseJsonBody(arrivedBytes(message, limit));
  const length = stream === message ? message.headers['content-length'] : undefined;
  return readBytes(stream, limit, length).then(parseJsonBody, (error: unknown) => {
    throw error instanceof BodyFault ? rejectionOf(error, limit) : error;
  });
}

/** Whether the whole body came with the headers and nobody else reads it. */
function hasArrived(message: IncomingMessage): boolean {
  const { headers, readable, readableLength, readableFlowing, readableEncoding } = message;
  const isUntouched = readable && readableFlowing === null && readableEncoding === null;
  return isUntouched && Number(headers['content-length']) === readableLength;
}

/** Takes the body without a timer and a stream reader. */
function arrivedBytes(message: IncomingMessage, limit: number): Buffer {
  if (message.readableLength > limit) throw tooLarge(limit);
  const bytes: unknown = message.read();
  // Only the end of the stream remains, which the host may wait for.
  message.resume();
  return Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
}

/** Takes the body from a parser of the host that read it first. */
function bodyOfHost(request: AdapterRequest, limit: number): object | undefined {
  const body = request.rawBody ?? request.body;
  if (typeof body === 'string' || Buffer.isBuffer(body)) {
    const bytes = Buffer.from(body);
    if (bytes.length > limit) throw tooLarge(limit);
    return parseJsonBody(bytes);
  }
  if (webhookMessage(request).headers['content-type']?.includes('json')) return checkJsonBody(body);
  throw new RejectedRequest(
    'malformedBody',
    400,
    'the app parsed the body as something other than JSON before the webhook read it: exclude this path from its parsers',
  );
}

function rejectionOf({ kind }: BodyFault, limit: number): RejectedRequest {
  if (kind === 'tooLarge') return tooLarge(limit);
  return kind === 'tooSlow'
    ? new RejectedRequest('bodyTooSlow', 408, `the body took longer than ${BODY_TIMEOUT_MS} ms`)
    : new RejectedRequest('malformedBody', 400, 'the body did not arrive in full');
}

function tooLarge(limit: number): RejectedRequest {
  return new RejectedRequest('bodyTooLarge', 413, `the body is longer than ${limit} bytes`);
}
