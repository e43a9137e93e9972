import type { IncomingHttpHeaders, IncomingMessage, ServerResponse } from 'node:http';

/** A request as the controller gets it from Express: Node's own, with what middleware may have added. */
interface ExpressRequest extends IncomingMessage {
  originalUrl: string;
  raw?: undefined;
  params: Record<string, unknown>;
  body?: unknown;
}

/** A request as the controller gets it from Fastify: Node's own is within. */
interface FastifyRequest {
  originalUrl: string;
  headers: IncomingHttpHeaders;
  raw: IncomingMessage;
  params: Record<string, unknown>;
  body?: unknown;
}

/** The members of an adapter's request that the console uses. */
export type ConsoleRequest = ExpressRequest | FastifyRequest;

interface FastifyReply {
  raw: ServerResponse;
  code(status: number): this;
  headers(headers: Record<string, string | number>): this;
  send(body?: string | Buffer): void;
  /** From then on Fastify leaves the response alone. */
  hijack(): void;
}

/** The members of an adapter's response that the console uses: Express hands out Node's own. */
export type ConsoleResponse = (ServerResponse & { raw?: undefined }) | FastifyReply;

export function nodeRequest(request: ConsoleRequest): IncomingMessage {
  return request.raw ?? request;
}

/** The path as it was asked for, and the query, whatever the host makes of them. */
export function urlOf({ originalUrl }: ConsoleRequest): { path: string; query: URLSearchParams } {
  const mark = originalUrl.indexOf('?');
  const path = mark < 0 ? originalUrl : originalUrl.slice(0, mark);
  return { path, query: new URLSearchParams(mark < 0 ? '' : originalUrl.slice(mark)) };
}
