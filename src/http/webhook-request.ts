import type { IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import type { AuthenticatedUrl } from '../protocol/authentication.js';
import type { CallbackRequest } from '../receiving/callback-id.js';

/** What the guard read from the URL of a request that it let in. */
export const AUTHENTICATED = Symbol('TencentChatWebhookAuthenticated');

/** When the guard let it in, by `performance.now()`. */
export const AUTHENTICATED_AT = Symbol('TencentChatWebhookAuthenticatedAt');

/** The unread body, on a request of Fastify. */
export const PAYLOAD = Symbol('TencentChatWebhookPayload');

/** Node's own request with what this module keeps on it. A WeakMap would cost the garbage collector much more. */
export interface WebhookMessage extends IncomingMessage, CallbackRequest {
  [AUTHENTICATED]?: AuthenticatedUrl;
  [AUTHENTICATED_AT]?: number;
  [PAYLOAD]?: Readable;
}

/** A request as the controller gets it from Express: Node's own, with what middleware may have added. */
interface ExpressRequest extends WebhookMessage {
  originalUrl: string;
  raw?: undefined;
  body?: unknown;
  rawBody?: unknown;
}

/** A request as the controller gets it from Fastify: Node's own is within. */
interface FastifyRequest {
  originalUrl: string;
  raw: WebhookMessage;
  body?: unknown;
  rawBody?: unknown;
}

/** The members of an adapter's request that the module uses. */
export type WebhookRequest = ExpressRequest | FastifyRequest;

export function nodeRequest(request: WebhookRequest): WebhookMessage {
  return request.raw ?? request;
}
