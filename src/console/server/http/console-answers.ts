import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import type { ConsoleFault } from '../../console-api.js';
import type { PageFile } from '../page-files/page-files.js';
import { type ConsoleRequest, type ConsoleResponse, nodeRequest } from './console-request.js';
import { SECURITY_HEADERS } from './security-headers.js';

/** An answer of the console; its body is JSON unless it is a file's. */
interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body?: string | Buffer;
}

export function isAnswered(response: ConsoleResponse): boolean {
  return (response.raw ?? response).headersSent;
}

/** Writes answers past everything that the host may do to what controllers return. */
@Injectable()
export class ConsoleAnswers implements OnModuleDestroy {
  private closing = false;

  onModuleDestroy(): void {
    this.closing = true;
  }

  json(request: ConsoleRequest, response: ConsoleResponse, body: object, status = 200): void {
    const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' };
    this.write(request, response, { status, headers, body: JSON.stringify(body) });
  }

  fault(request: ConsoleRequest, response: ConsoleResponse, status: number, message: string): void {
    const fault: ConsoleFault = { message };
    this.json(request, response, fault, status);
  }

  /** @param location relative, so that it is right behind a proxy that takes a prefix away */
  redirect(request: ConsoleRequest, response: ConsoleResponse, location: string): void {
    const headers = { Location: location, 'Cache-Control': 'no-store' };
    this.write(request, response, { status: 302, headers });
  }

  file(request: ConsoleRequest, response: ConsoleResponse, file: PageFile): void {
    const { body, type, etag, immutable } = file;
    const caching = immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache';
    const headers = { ETag: etag, 'Cache-Control': caching };
    if (request.headers['if-none-match'] === etag) {
      this.write(request, response, { status: 304, headers });
      return;
    }
    this.write(request, response, { status: 200, headers: { ...headers, 'Content-Type': type }, body });
  }

  private write(request: ConsoleRequest, response: ConsoleResponse, answer: Answer): void {
    // By an interceptor of the host with a time limit, for one.
    if (isAnswered(response)) return;
    const { status, body } = answer;
    const headers: Record<string, string | number> = { ...SECURITY_HEADERS, ...answer.headers };
    if (body !== undefined) headers['Content-Length'] = Buffer.byteLength(body);
    // A connection that is kept would hold up the shutdown.
    if (this.closing && nodeRequest(request).httpVersionMajor === 1) headers.Connection = 'close';
    if (response.raw === undefined) response.writeHead(status, headers).end(body);
    else response.code(status).headers(headers).send(body);
  }
}
