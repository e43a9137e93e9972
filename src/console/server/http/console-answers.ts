import { Injectable, type OnModuleDestroy } from '@nestjs/common';
import { type AdapterRequest, nodeRequest } from '../../../http/adapter/adapter-request.js';
import { type AdapterResponse, type Headers, isAnswered } from '../../../http/adapter/adapter-response.js';
import type { ConsoleFault } from '../../api/console-api.js';
import type { PageFile } from '../page-files/page-files.js';
import { SECURITY_HEADERS } from './security-headers.js';

/** An answer of the console. The body is JSON or a file. */
interface Answer {
  readonly status: number;
  readonly headers: Record<string, string>;
  readonly body?: string | Buffer;
}

/** Writes the console's answers. Nothing that the host does to a controller's result can change them. */
@Injectable()
export class ConsoleAnswers implements OnModuleDestroy {
  private closing = false;

  onModuleDestroy(): void {
    this.closing = true;
  }

  json(request: AdapterRequest, response: AdapterResponse, body: object, status = 200): void {
    const headers = { 'Content-Type': 'application/json; charset=utf-8', 'Cache-Control': 'no-store' };
    this.write(request, response, { status, headers, body: JSON.stringify(body) });
  }

  fault(request: AdapterRequest, response: AdapterResponse, status: number, message: string): void {
    const fault: ConsoleFault = { message };
    this.json(request, response, fault, status);
  }

  /** @param location relative, so that it is valid behind a proxy that strips a prefix */
  redirect(request: AdapterRequest, response: AdapterResponse, location: string): void {
    const headers = { Location: location, 'Cache-Control': 'no-store' };
    this.write(request, response, { status: 302, headers });
  }

  file(request: AdapterRequest, response: AdapterResponse, file: PageFile): void {
    const { body, type, etag, immutable } = file;
    const caching = immutable ? 'private, max-age=31536000, immutable' : 'private, no-cache';
    const headers = { ETag: etag, 'Cache-Control': caching };
    if (request.headers['if-none-match'] === etag) {
      this.write(request, response, { status: 304, headers });
      return;
    }
    this.write(request, response, { status: 200, headers: { ...headers, 'Content-Type': type }, body });
  }

  private write(request: AdapterRequest, response: AdapterResponse, answer: Answer): void {
    if (isAnswered(response)) return;
    const { status, body } = answer;
    const headers: Headers = { ...SECURITY_HEADERS, ...answer.headers };
    if (body !== undefined) headers['Content-Length'] = Buffer.byteLength(body);
    // A connection that is kept alive would delay the shutdown. After an abandoned body, the next request on the connection would begin
    // inside that body.
    const mustClose = this.closing || status === 408 || status === 413;
    if (mustClose && nodeRequest(request).httpVersionMajor === 1) headers.Connection = 'close';
    if (response.raw === undefined) response.writeHead(status, headers).end(body);
    else response.code(status).headers(headers).send(body);
  }
}
