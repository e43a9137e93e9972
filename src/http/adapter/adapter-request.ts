import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** What middleware and parsers of the host may have added to a request. */
interface HostMembers {
  originalUrl: string;
  body?: unknown;
  rawBody?: unknown;
  params?: Record<string, unknown>;
}

/** A request as a controller gets it from Express: Node's own request. */
interface ExpressRequest extends IncomingMessage, HostMembers {
  raw?: undefined;
}

/** A request as a controller gets it from Fastify, which wraps Node's own request. */
interface FastifyRequest extends HostMembers {
  headers: IncomingHttpHeaders;
  raw: IncomingMessage;
}

/** The members of an adapter's request that this package uses. */
export type AdapterRequest = ExpressRequest | FastifyRequest;

export function nodeRequest(request: AdapterRequest): IncomingMessage {
  return request.raw ?? request;
}
