import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { Awaitable } from '../common/awaitable.js';
import type { StatusAnswer } from '../protocol/answer.js';
import type { AuthenticatedUrl } from '../protocol/authentication.js';
import type { ReceivedRequest } from '../protocol/receiver.js';
import { nodeRequest, type AdapterRequest } from './adapter/adapter-request.js';

/** Holds what the guard read from the URL of a request that it let in. */
export const AUTHENTICATED = Symbol('TencentChatWebhookAuthenticated');

/** Holds when the guard let the request in, by `performance.now()`. */
export const AUTHENTICATED_AT = Symbol('TencentChatWebhookAuthenticatedAt');

/** Holds the answer to a request that was received. */
export const ANSWER = Symbol('TencentChatWebhookAnswer');

/** Holds the stream of the body, where hooks of Fastify may have replaced it. */
export const PAYLOAD = Symbol('TencentChatWebhookPayload');

/** Holds the bytes of a body that others read as well. */
export const CAUGHT = Symbol('TencentChatWebhookCaught');

/** Node's own request with what this module keeps on it. A WeakMap would cost the garbage collector much more. */
export interface WebhookMessage extends IncomingMessage, ReceivedRequest {
  [AUTHENTICATED]?: AuthenticatedUrl;
  [AUTHENTICATED_AT]?: number;
  [ANSWER]?: Awaitable<StatusAnswer>;
  [PAYLOAD]?: Readable;
  [CAUGHT]?: Promise<Buffer>;
}

export function webhookMessage(request: AdapterRequest): WebhookMessage {
  return nodeRequest(request);
}
