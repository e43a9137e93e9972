import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import { createServer as createTlsServer } from 'node:https';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';
import { CERTIFICATE, KEY } from '../fixtures/certificate.js';

export type Receive = (request: IncomingMessage, body: string, response: ServerResponse) => void;

export const OK = '{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}';

/** A receiver that is none of ours. @returns its URL */
export async function startReceiver(receive: Receive, { tls = false } = {}): Promise<string> {
  const listener = (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text: string) => {
      body += text;
    });
    request.on('end', () => receive(request, body, response));
  };
  const server = tls ? createTlsServer({ cert: CERTIFICATE, key: KEY }, listener) : createServer(listener);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `${tls ? 'https' : 'http'}://127.0.0.1:${(server.address() as AddressInfo).port}/callback`;
}

/** Characters that clear a screen, change its title or turn a text around, and what is printed instead. */
export const CONTROLS = 'a\u009b2J\u202e\u2066\u200b\u007f';
export const ESCAPED = String.raw`a\u009b2J\u202e\u2066\u200b\u007f`;

/** Answers with as many bytes as somebody takes. */
export function endless(response: ServerResponse): void {
  const chunk = Buffer.alloc(64 * 1024, 'x');
  const write = (): void => {
    while (!response.destroyed && response.write(chunk));
  };
  response.on('drain', write);
  write();
}

/** What a first attempt looks like: nothing checked, status and answer as they come. */
export const naive: Receive = (request, body, response) => {
  response.setHeader('Connection', 'close');
  try {
    const isJson = request.headers['content-type'] === 'application/json';
    const parsed = (isJson ? JSON.parse(body) : {}) as { CallbackCommand: string };
    if (!/^(?:Group|C2C)\.Callback(?!OfTomorrow)/.test(parsed.CallbackCommand))
      throw new Error('unknown command');
    response.writeHead(201, { 'Content-Type': 'text/plain' }).end('ok');
  } catch (error) {
    response.writeHead(500).end(`${String(error)} at ${request.url ?? ''}`);
  }
};
