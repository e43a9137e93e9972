import type { Readable } from 'node:stream';
import { Injectable, type OnModuleInit, UnsupportedMediaTypeException } from '@nestjs/common';
import { type AbstractHttpAdapter, HttpAdapterHost } from '@nestjs/core';
import { ConfigurationError } from '../common/configuration-error.js';
import { PAYLOAD, type WebhookMessage } from './webhook-request.js';
import { WebhookRoute } from './webhook-route.js';

/** Stands in for the Content-Type of a callback on Fastify, so that only our parser, which reads nothing, gets it. */
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

/** Paths that are taken, by the adapter's instance. */
const takenPaths = new WeakMap<object, Set<string>>();

/** The stream that a request's body can be read from. */
export function bodyStream(message: WebhookMessage): Readable {
  return message[PAYLOAD] ?? message;
}

/**
 * Keeps the host's body parsers away from the callback URL. Chat's requests may carry no Content-Type, which the
 * stock parsers pass over (Express) or refuse (Fastify); they would round long integers and, above all, answer
 * broken JSON in the host's own words.
 */
@Injectable()
export class UnparsedBody implements OnModuleInit {
  constructor(
    private readonly host: HttpAdapterHost,
    private readonly route: WebhookRoute,
  ) {
    // Has to come before the parsers, which the app installs when it is initialised. The testing module makes its
    // providers before it has an adapter.
    if (host.httpAdapter) this.install(host.httpAdapter);
    else host.init$.subscribe(() => this.install(host.httpAdapter));
  }

  /** @throws ConfigurationError when two registrations have the same path, Error on an adapter that is not supported */
  onModuleInit(): void {
    const adapter: AbstractHttpAdapter | undefined = this.host.httpAdapter;
    if (adapter === undefined) return;
    const type = adapter.getType();
    if (type !== 'express' && type !== 'fastify') {
      throw new Error(
        `TencentChatWebhookModule works on Express and Fastify, not on an adapter of type ${type}`,
      );
    }
    const instance: object = adapter.getInstance();
    const taken = takenPaths.get(instance) ?? new Set();
    if (taken.has(this.route.path)) {
      throw new ConfigurationError(
        'path',
        `"${this.route.path}" in two registrations`,
        'give each a path of its own',
      );
    }
    takenPaths.set(instance, taken.add(this.route.path));
  }

  private install(adapter: AbstractHttpAdapter): void {
    if (adapter.getType() === 'express') this.installOnExpress(adapter.getInstance());
    if (adapter.getType() === 'fastify') this.installOnFastify(adapter.getInstance());
  }

  private installOnExpress(app: Express): void {
    app.use((request, _response, next) => {
      if (this.isCallback(request.method, pathOf(request.url)) && !request.readableDidRead) {
        // Express parsers choose by this header and leave a body without it alone. Deleting it would slow down every
        // later look at the headers.
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

/** Of a request target, also one in absolute form (`http://host/path?query`), which routers take as well. */
function pathOf(target: string | undefined): string | undefined {
  const local = target?.startsWith('/') ? target : target?.replace(/^[a-z][a-z\d+.-]*:\/\/[^/?]*/i, '');
  return local?.split('?', 1)[0];
}
