import type { ServerResponse } from 'node:http';

export type Headers = Record<string, string | number | string[] | undefined>;

interface FastifyReply {
  raw: ServerResponse;
  code(status: number): this;
  headers(headers: Headers): this;
  getHeaders(): Headers;
  send(body?: string | Buffer): void;
  /** After this call, Fastify leaves the response to the caller. */
  hijack(): void;
}

/** The members of an adapter's response that this package uses. Express hands out Node's own response. */
export type AdapterResponse = (ServerResponse & { raw?: undefined }) | FastifyReply;

/** Whether the headers were sent, for example by an interceptor of the host with a time limit. */
export function isAnswered(response: AdapterResponse): boolean {
  return (response.raw ?? response).headersSent;
}
