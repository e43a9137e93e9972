/** The part of autocannon that the benchmark uses; the package brings no types. */
declare module 'autocannon' {
  import type { EventEmitter } from 'node:events';

  interface Request {
    method: string;
    path: string;
    headers: Record<string, string>;
    body?: string;
    /** Called before each request is sent. */
    setupRequest?: (request: Request) => Request;
  }

  interface Options {
    url: string;
    connections: number;
    /** In seconds. */
    duration?: number;
    /** Number of requests; replaces `duration`. */
    amount?: number;
    /** How often autocannon checks for the end of the run, in ms. */
    sampleInt: number;
    /** An answer for which it returns `false` is counted as a mismatch. */
    verifyBody: (body: string) => boolean;
    requests: Request[];
  }

  interface Result {
    /** In seconds. */
    duration: number;
    requests: { sent: number; total: number };
    errors: number;
    mismatches: number;
    non2xx: number;
    statusCodeStats: Record<string, { count: number }>;
  }

  interface Run extends EventEmitter, PromiseLike<Result> {}

  export default function autocannon(options: Options): Run;
}
