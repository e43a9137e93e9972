import { type Agent, type IncomingHttpHeaders, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import type { Socket } from 'node:net';
import { unzipSync } from 'node:zlib';

/** Longer than Chat waits, to see how long an answer takes that comes too late. */
const PATIENCE_MS = 10_000;

/** A request, byte for byte: no header is added but those that HTTP wants. */
export interface Message {
  /** @default 'POST' */
  method?: string;
  url: string;
  headers?: Readonly<Record<string, string | readonly string[]>>;
  body?: string | Buffer;
}

export interface Answered {
  answered: true;
  /** What was sent. */
  message: Message;
  status: number;
  headers: IncomingHttpHeaders;
  bytes: Buffer;
  /** The same as text, unpacked. */
  text: string;
  /** That text without secrets: what may be printed of it, in whole or in part. */
  shown: string;
  /** From the start, the connecting included, to the end of the answer, in ms. */
  ms: number;
  /** The connection that it went over. */
  connection: Socket;
  /** Whether that connection had been used before. */
  reused: boolean;
}

export interface Unanswered {
  answered: false;
  /** What was sent, or should have been. */
  message: Message;
  /** Why not, in words. */
  reason: string;
  ms: number;
}

export type Exchange = Answered | Unanswered;

export interface ExchangeOptions {
  /** Keeps connections; without it each request has its own. */
  agent?: Agent;
  /**
   * Whether a certificate that nobody has signed will do.
   * @default false
   */
  insecure?: boolean;
  /** Takes secrets out of what may be printed of the answer. */
  hide: (text: string) => string;
}

/** Sends a request and waits for its answer. Never rejects; redirects are not followed, as Chat does not. */
export function exchange(
  message: Message,
  { agent, insecure = false, hide }: ExchangeOptions,
): Promise<Exchange> {
  const { method = 'POST', url, headers = {}, body } = message;
  const began = performance.now();
  const elapsed = () => Math.round((performance.now() - began) * 10) / 10;
  const request = url.startsWith('https:') ? requestHttps : requestHttp;
  return new Promise((resolve) => {
    const fail = (error: Error) =>
      resolve({ answered: false, message, reason: reasonOf(error), ms: elapsed() });
    const outgoing = request(
      url,
      {
        method,
        headers: outgoingHeaders(headers),
        agent: agent ?? false,
        rejectUnauthorized: !insecure,
        signal: AbortSignal.timeout(PATIENCE_MS),
      },
      (incoming) => {
        // At its end the answer has given the connection back.
        const connection = incoming.socket;
        const chunks: Buffer[] = [];
        incoming.on('data', (chunk: Buffer) => chunks.push(chunk));
        incoming.on('error', fail);
        incoming.on('end', () => {
          const bytes = Buffer.concat(chunks);
          const text = textOf(bytes, incoming.headers['content-encoding']);
          resolve({
            answered: true,
            message,
            status: incoming.statusCode ?? 0,
            headers: incoming.headers,
            bytes,
            text,
            shown: hide(text),
            ms: elapsed(),
            connection,
            reused: outgoing.reusedSocket,
          });
        });
      },
    );
    outgoing.on('error', fail);
    outgoing.end(body);
  });
}

/** Compressed only where the request that was passed on allowed it. */
function textOf(bytes: Buffer, encoding: string | undefined): string {
  try {
    return (encoding === 'gzip' || encoding === 'deflate' ? unzipSync(bytes) : bytes).toString('utf8');
  } catch {
    return bytes.toString('utf8');
  }
}

function outgoingHeaders(headers: NonNullable<Message['headers']>): Record<string, string | string[]> {
  return Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );
}

function reasonOf(error: Error): string {
  if (error.name === 'TimeoutError' || error.name === 'AbortError') {
    return `no answer within ${PATIENCE_MS / 1000} s`;
  }
  const code = 'code' in error && typeof error.code === 'string' ? error.code : undefined;
  if (code === undefined || error.message.includes(code)) return error.message || 'no connection';
  return error.message === '' ? code : `${error.message} (${code})`;
}
