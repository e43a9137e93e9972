import type { Readable } from 'node:stream';
import { Injectable, type OnModuleInit, UnsupportedMediaTypeException } from '@nestjs/common';
import { type AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core';
import { TakenPaths } from './adapter/taken-paths.js';
import { whenAdapterExists } from './adapter/when-adapter-exists.js';
import { PAYLOAD, type WebhookMessage } from './webhook-request.js';
import { WebhookRoute } from './webhook-route.js';

/** Replaces the Content-Type of a callback on Fastify, so that Fastify chooses our parser, which reads nothing. */
const MEDIA_TYPE = 'application/vnd.nestjs-tencent-chat-webhook';

/** The members of an Express application that are used. */
interface Express {
  use(middleware: (request: WebhookMessage, response: unknown, next: () => void) => void): void;
}

/** The members of a Fastify instance that are used. */
interface Fastify {
  addHook(name: 'onRequest', hook: (request: RoutedRequest, reply: unknown, done: () => void) => void): void;
  hasContentTypeParser(mediaType: string): boolean;
  addContentTypeParser(
    mediaType: string,
    parser: (request: RoutedRequest, payload: Readable, done: (error: Error | null) => void) => void,
  ): void;
}

interface RoutedRequest {
  method: string;
  raw: WebhookMessage;
  routeOptions: { url?: string };
}

const takenPaths = new TakenPaths('registrations');

/** Returns the stream that holds a request's body. */
export function bodyStream(message: WebhookMessage): Readable {
  return message[PAYLOAD] ?? message;
}

/**
 * Keeps the host's body parsers away from the callback URL. Chat's requests may lack a Content-Type, so that Express ignores their
 * body and Fastify refuses it. The parsers would also round long integers, and answer malformed JSON in the host's own words.
 */
@Injectable()
export class UnparsedBody implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly route: WebhookRoute,
  ) {
    // In the constructor, because it has to precede the parsers, which the app installs when it is initialised.
    whenAdapterExists(host, (adapter) => this.install(adapter));
  }

  /** @throws ConfigurationError if two registrations have the same path, Error on an unsupported adapter */
  onModuleInit(): void {
    const adapter: AbstractHttpAdapter | undefined = this.host.httpAdapter;
    if (adapter === undefined) return;
    const type = adapter.getType();
    if (type !== 'express' && type !== 'fastify') {
      throw new Error(
        `TencentChatWebhookModule works on Express and Fastify, not on an adapter of type ${type}`,
      );
    }
    takenPaths.take(adapter.getInstance(), this.route.path);
  }

  private install(adapter: AbstractHttpAdapter): void {
    if (adapter.getType() === 'express') this.installOnExpress(adapter.getInstance());
    if (adapter.getType() === 'fastify') this.installOnFastify(adapter.getInstance());
  }

  private installOnExpress(app: Express): void {
    app.use((request, _response, next) => {
      if (this.isCallback(request.method, pathOf(request.url)) && !request.readableDidRead) {
        // Express parsers ignore a body without this header. Deleting it would slow down every later look at the headers.
        request.headers['content-type'] = undefined;
      }
      next();
    });
  }

  private installOnFastify(app: Fastify): void {
    app.addHook('onRequest', (request, _reply, done) => {
      if (this.isCallback(request.method, request.routeOptions.url)) {
        request.raw.headers['content-type'] = MEDIA_TYPE;
        request.raw[PAYLOAD] = request.raw;
      }
      done();
    });
    if (app.hasContentTypeParser(MEDIA_TYPE)) return;
    app.addContentTypeParser(MEDIA_TYPE, (request, payload, done) => {
      if (request.raw[PAYLOAD] === undefined) {
        done(new UnsupportedMediaTypeException());
        return;
      }
      request.raw[PAYLOAD] = payload;
      done(null);
    });
  }

  private isCallback(method: string | undefined, path: string | undefined): boolean {
    return method === 'POST' && path !== undefined && this.route.matches(path);
  }
}

/** Returns the path of a request target. Routers also accept targets in absolute form (`http://host/path?query`). */
function pathOf(target: string | undefined): string | undefined {
  const local = target?.startsWith('/') ? target : target?.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?]*/i, '');
  return local?.split('?', 1)[0];
}
