import type { ServerResponse } from 'node:http';
import type { AdapterRequest } from './adapter-request.js';

export type Headers = Record<string, string | number | string[] | undefined>;

export interface FastifyReply {
  raw: ServerResponse;
  request: AdapterRequest;
  /** Whether an answer is on its way, perhaps through hooks of the host. */
  sent: boolean;
  code(status: number): this;
  headers(headers: Headers): this;
  getHeaders(): Headers;
  send(body?: string | Buffer): void;
  /** After this call, Fastify leaves the response to the caller. */
  hijack(): void;
}

/** The members of an adapter's response that this package uses. Express hands out Node's own response. */
export type AdapterResponse = (ServerResponse & { raw?: undefined }) | FastifyReply;

/** Whether somebody has answered already, for example an interceptor of the host with a time limit. */
export function isAnswered(response: AdapterResponse): boolean {
  return response.raw === undefined ? response.headersSent : response.sent || response.raw.headersSent;
}
