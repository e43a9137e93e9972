import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';

/** What middleware and parsers of the host may have added to a request. */
interface HostMembers {
  body?: unknown;
  rawBody?: unknown;
}

interface RoutedMembers extends HostMembers {
  originalUrl: string;
  params?: Record<string, unknown>;
}

/** A request as a controller gets it from Express: Node's own request. */
interface ExpressRequest extends IncomingMessage, RoutedMembers {
  raw?: undefined;
}

/** A request as a controller gets it from Fastify, which wraps Node's own request. */
interface FastifyRequest extends RoutedMembers {
  headers: IncomingHttpHeaders;
  raw: IncomingMessage & HostMembers;
}

/** The members of an adapter's request that this package uses. */
export type AdapterRequest = ExpressRequest | FastifyRequest;

/** Node's own request. */
interface NodeRequest extends IncomingMessage, HostMembers {
  /** The stream of a request over HTTP/2. */
  stream?: { close(): void };
}

export function nodeRequest(request: AdapterRequest): NodeRequest {
  return request.raw ?? request;
}
