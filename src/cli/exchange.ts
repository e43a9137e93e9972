import {
  type Agent,
  type IncomingHttpHeaders,
  type IncomingMessage,
  request as requestHttp,
} from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { unzipSync } from 'node:zlib';
import { boundedBytes, MAX_BYTES } from './bounded-bytes.js';

/** Longer than Chat waits, to see how long a late answer takes. */
const PATIENCE_MS = 10_000;

/** A request, byte for byte: only the headers that HTTP requires are added. */
export interface Message {
  /** @default 'POST' */
  method?: string;
  url: string;
  headers?: Readonly<Record<string, string | string[]>>;
  body?: string | Buffer;
}

export interface Answered {
  answered: true;
  /** What was sent. */
  message: Message;
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  /** The bytes as text, unpacked. */
  text: string;
  /** That text without secrets: what may be printed of it, in whole or in part. */
  shown: string;
  /** Time from the start, including the connecting, to the end of the answer, in ms. */
  ms: number;
  /** The connection that was used. */
  connection: Socket;
  /** Whether that connection had been used before. */
  reused: boolean;
}

export interface Unanswered {
  answered: false;
  /** What was sent, or should have been. */
  message: Message;
  /** Why there is no answer, in words. */
  reason: string;
  ms: number;
}

export type Exchange = Answered | Unanswered;

export interface ExchangeOptions {
  /** Keeps connections; without it each request has its own. */
  agent?: Agent;
  /**
   * Whether to accept a certificate that is not trusted.
   * @default false
   */
  insecure?: boolean;
  /** Takes secrets out of what may be printed of the answer. */
  hide: (text: string) => string;
}

/** Sends a request and waits for its answer. Never rejects. Follows no redirects, as Chat follows none. */
export async function exchange(message: Message, options: ExchangeOptions): Promise<Exchange> {
  const began = performance.now();
  const elapsed = () => Math.round((performance.now() - began) * 10) / 10;
  const signal = AbortSignal.timeout(PATIENCE_MS);
  try {
    const { incoming, reused } = await send(message, options, signal);
    // When the answer ends, it gives the connection back.
    const connection = incoming.socket;
    const bytes = await boundedBytes(incoming);
    const { statusCode: status = 0, headers } = incoming;
    const text = textOf(bytes, headers['content-encoding']);
    const shown = options.hide(text);
    return {
      answered: true,
      message,
      status,
      headers,
      bytes,
      text,
      shown,
      ms: elapsed(),
      connection,
      reused,
    };
  } catch (error) {
    const reason = signal.aborted ? `no answer within ${PATIENCE_MS / 1000} s` : reasonOf(error);
    return { answered: false, message, reason, ms: elapsed() };
  }
}

function send(
  { method = 'POST', url, headers = {}, body }: Message,
  { agent, insecure = false }: ExchangeOptions,
  signal: AbortSignal,
): Promise<{ incoming: IncomingMessage; reused: boolean }> {
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve, reject) => {
    const outgoing = request(
      url,
      {
        method,
        headers,
        agent: agent ?? false,
        rejectUnauthorized: !insecure,
        signal,
      },
      (incoming) => resolve({ incoming, reused: outgoing.reusedSocket }),
    );
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}

/** Answers are compressed only if the request that was passed on allows it. */
function textOf(bytes: Buffer, encoding: string | undefined): string {
  if (encoding !== 'gzip' && encoding !== 'deflate') return bytes.toString('utf8');
  try {
    return unzipSync(bytes, { maxOutputLength: MAX_BYTES }).toString('utf8');
  } catch {
    return bytes.toString('utf8');
  }
}

function reasonOf(error: unknown): string {
  if (!(error instanceof Error)) return 'no connection';
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined || error.message.includes(code)) return error.message || 'no connection';
  return error.message === '' ? code : `${error.message} (${code})`;
}
