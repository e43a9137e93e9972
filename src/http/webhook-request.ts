import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { AuthenticatedUrl } from '../protocol/authentication.js';
import type { ReceivedRequest } from '../protocol/receiver.js';
import { nodeRequest, type AdapterRequest } from './adapter/adapter-request.js';

/** Holds what the guard read from the URL of a request that it let in. */
export const AUTHENTICATED = Symbol('TencentChatWebhookAuthenticated');

/** Holds when the guard let the request in, by `performance.now()`. */
export const AUTHENTICATED_AT = Symbol('TencentChatWebhookAuthenticatedAt');

/** Holds the unread body, on a request of Fastify. */
export const PAYLOAD = Symbol('TencentChatWebhookPayload');

/** Node's own request with what this module keeps on it. A WeakMap would cost the garbage collector much more. */
export interface WebhookMessage extends IncomingMessage, ReceivedRequest {
  [AUTHENTICATED]?: AuthenticatedUrl;
  [AUTHENTICATED_AT]?: number;
  [PAYLOAD]?: Readable;
}

export function webhookMessage(request: AdapterRequest): WebhookMessage {
  return nodeRequest(request);
}
