import type { IncomingMessage } from 'node:http';

/** A request as the controller gets it from Express: Node's own, with what middleware may have added. */
interface ExpressRequest extends IncomingMessage {
  originalUrl: string;
  raw?: undefined;
  body?: unknown;
  rawBody?: unknown;
}

/** A request as the controller gets it from Fastify: Node's own is within. */
interface FastifyRequest {
  originalUrl: string;
  raw: IncomingMessage;
  body?: unknown;
  rawBody?: unknown;
}

/** The members of an adapter's request that the module uses. */
export type WebhookRequest = ExpressRequest | FastifyRequest;

export function nodeRequest(request: WebhookRequest): IncomingMessage {
  return request.raw ?? request;
}
