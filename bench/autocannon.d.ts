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
    /** Number of requests; overrides `duration`. */
    amount?: number;
    /** How often the end of the run is looked for, in ms. */
    sampleInt: number;
    /** Answers that it says no to are counted as mismatches. */
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
