import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { Injectable, Logger } from '@nestjs/common';
import type { Awaitable } from '../common/awaitable.js';
import { parseJsonBody, type UnusableJson } from '../protocol/json-body.js';
import { RejectedRequest } from '../protocol/rejected-request.js';
import type { AdapterRequest } from './adapter/adapter-request.js';
import { BODY_TIMEOUT_MS, BodyFault, isTouched, readBytes, readByOthers } from './adapter/bounded-body.js';
import { bodyOfHost, type HostBody } from './body-of-host.js';
import { ResolvedHttpOptions } from './http.options.js';
import { CAUGHT, PAYLOAD, webhookMessage, type WebhookMessage } from './webhook-request.js';

/** Reads the bodies of one registration, and warns once if the host's parser rounds their integers. */
@Injectable()
export class BodyReader {
  private readonly logger = new Logger('TencentChatWebhook');
  private hasWarned = false;

  constructor(private readonly options: ResolvedHttpOptions) {}

  /**
   * Reads the JSON body of a request: from its stream if nobody has read it, otherwise from `rawBody` or `body`.
   *
   * @returns `undefined` for an empty body
   * @throws RejectedRequest 413 for a body over the limit, 408 for one that takes longer than two seconds, 400 for one that is not
   * JSON or did not arrive in full; also as a rejection
   */
  read(request: AdapterRequest): Awaitable<object | UnusableJson | undefined> {
    const limit = this.options.bodyLimit;
    const message = webhookMessage(request);
    const stream = message[PAYLOAD] ?? message;
    if (stream === message && hasArrived(message)) return parseJsonBody(arrivedBytes(message, limit));
    const { [CAUGHT]: caught } = message;
    if (caught === undefined && !stream.readable) return this.parseHostBody(bodyOfHost(request));
    const length = stream === message ? message.headers['content-length'] : undefined;
    const body =
      caught === undefined && isTouched(stream)
        ? readByOthers(stream).then(() => this.parseHostBody(bodyOfHost(request)))
        : (caught ?? readBytes(stream, limit, length)).then(parseJsonBody);
    return body.catch((error: unknown) => {
      throw error instanceof BodyFault ? rejectionOf(error, limit) : error;
    });
  }

  private parseHostBody({ bytes, rounded }: HostBody): object | UnusableJson | undefined {
    const limit = this.options.bodyLimit;
    if (bytes.length > limit) throw tooLarge(limit);
    const body = parseJsonBody(bytes);
    if (rounded) this.warnOfRounding();
    return body;
  }

  private warnOfRounding(): void {
    if (this.hasWarned) return;
    this.hasWarned = true;
    this.logger.warn(
      'a parser of the app has read a callback before the webhook and rounded an integer beyond 2^53: exclude this path from the parser, or let it keep the bytes in request.rawBody',
    );
  }
}

/**
 * Keeps the stream of a body. If somebody else already reads it, reads it too, because nothing would be left after the guards. Otherwise
 * the body stays unread until the request is authenticated.
 */
export function catchBody(message: WebhookMessage, payload: Readable, limit: number): void {
  if (payload !== message) message[PAYLOAD] = payload;
  if (!isTouched(payload) || payload.readableDidRead || !payload.readable) return;
  const caught = readBytes(payload, limit);
  // Nobody awaits it if the guard rejects the request.
  caught.catch(() => undefined);
  message[CAUGHT] = caught;
}

/** Whether the whole body came with the headers and nobody else reads it. */
function hasArrived(message: IncomingMessage): boolean {
  const { headers, readable, readableLength, readableEncoding } = message;
  const isUntouched = readable && !isTouched(message) && readableEncoding === null;
  return isUntouched && Number(headers['content-length']) === readableLength;
}

/** Reads the body without a timer or a stream reader. */
function arrivedBytes(message: IncomingMessage, limit: number): Buffer {
  if (message.readableLength > limit) throw tooLarge(limit);
  const bytes: unknown = message.read();
  // Only the end of the stream remains, which the host may wait for.
  message.resume();
  return Buffer.isBuffer(bytes) ? bytes : Buffer.alloc(0);
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
