import type { IncomingMessage } from 'node:http';
import { exchange, type Exchange } from '../exchange.js';

/** Headers that belong to one connection (RFC 9110, section 7.6.1), and the one that names its host. */
const OF_CONNECTION = new Set([
  'connection',
  'host',
  'keep-alive',
  'proxy-connection',
  'te',
  'trailer',
  'transfer-encoding',
  'upgrade',
  'expect',
]);

/** Passes a request on, with its method, query, headers and bytes as they came, to the path of `forward`. */
export function forwardRequest(
  { method, url = '', rawHeaders }: IncomingMessage,
  body: Buffer,
  forward: string,
  hide: (text: string) => string,
): Promise<Exchange> {
  const headers: Record<string, string[]> = {};
  for (let index = 0; index + 1 < rawHeaders.length; index += 2) {
    const name = rawHeaders[index] ?? '';
    if (OF_CONNECTION.has(name.toLowerCase())) continue;
    (headers[name] ??= []).push(rawHeaders[index + 1] ?? '');
  }
  return exchange({ method, url: withQuery(forward, url), headers, body }, { hide });
}

/** Appends a query, byte for byte, to the URL of the app. */
function withQuery(target: string, url: string): string {
  const begin = url.indexOf('?');
  if (begin === -1) return target;
  return `${target}${target.includes('?') ? '&' : '?'}${url.slice(begin + 1)}`;
}
