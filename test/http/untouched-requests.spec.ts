import type { IncomingMessage } from 'node:http';
import {
  type CallHandler,
  type CanActivate,
  Controller,
  type ExecutionContext,
  Injectable,
  type INestApplication,
  type NestInterceptor,
  Post,
} from '@nestjs/common';
import type { FastifyInstance } from 'fastify';
import type { Observable } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { ADAPTERS, createTestApp, signedRequest } from '../support/create-test-app.js';

type HostRequest = (IncomingMessage | { raw: IncomingMessage }) & { body?: unknown };

/** What others in the app see of a request, in the order in which they look. */
class Sightings {
  readonly seen: [by: string, headers: object, rawHeaders: string[], body: unknown, isRead: boolean][] = [];

  note(by: string, request: HostRequest): void {
    const message = 'raw' in request ? request.raw : request;
    const { host: _host, ...headers } = message.headers;
    const rawHeaders = message.rawHeaders.filter((text) => !/^host$|127\.0\.0\.1/i.test(text));
    this.seen.push([by, headers, rawHeaders, request.body, message.readableDidRead]);
  }
}

@Injectable()
class WatchingGuard implements CanActivate {
  constructor(private readonly sightings: Sightings) {}
  canActivate(context: ExecutionContext): boolean {
    this.sightings.note('guard', context.switchToHttp().getRequest());
    return true;
  }
}

@Injectable()
class WatchingInterceptor implements NestInterceptor {
  constructor(private readonly sightings: Sightings) {}
  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    this.sightings.note('interceptor', context.switchToHttp().getRequest());
    return next.handle();
  }
}

@Controller('plain')
class PlainController {
  @Post()
  receive(): void {}
}

function watch(app: INestApplication, sightings: Sightings): void {
  app.use((request: HostRequest, response: NodeJS.EventEmitter, next: () => void) => {
    sightings.note('middleware', request);
    response.on('finish', () => sightings.note('finish', request));
    next();
  });
  app.useGlobalGuards(new WatchingGuard(sightings));
  app.useGlobalInterceptors(new WatchingInterceptor(sightings));
  if (app.getHttpAdapter().getType() !== 'fastify') return;
  const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
  for (const name of ['onRequest', 'preValidation', 'preHandler'] as const) {
    fastify.addHook(name, async (request) => sightings.note(name, request));
  }
  fastify.addHook('preParsing', async (request) => sightings.note('preParsing', request));
}

const CASES: [type: string, headers: Record<string, string>][] = [
  ['no Content-Type', {}],
  ['JSON', { 'Content-Type': 'application/json' }],
  ['plain text', { 'content-type': 'text/plain; charset=utf-8', 'X-Trace': 'abc' }],
];

describe.each(ADAPTERS)('on %s, the rest of the app sees a request as Chat has sent it', (adapter) => {
  it.each(CASES)('with %s', async (_type, headers) => {
    const sightings = new Sightings();
    const test = await createTestApp({
      adapter,
      controllers: [PlainController],
      configure: (app) => watch(app, sightings),
    });
    const { url, body } = signedRequest();
    const text = JSON.stringify(body);
    const sent = { ...headers, 'Content-Length': String(Buffer.byteLength(text)), Connection: 'close' };
    expect((await test.post(url, sent, text)).status).toBe(200);

    expect(sightings.seen.map(([by]) => by)).toEqual(
      adapter === 'express'
        ? ['middleware', 'guard', 'interceptor', 'finish']
        : [
            'onRequest',
            'middleware',
            'preParsing',
            'preValidation',
            'preHandler',
            'guard',
            'interceptor',
            'finish',
          ],
    );
    for (const [by, seenHeaders, rawHeaders, seenBody, isRead] of sightings.seen) {
      expect(seenHeaders).toEqual(
        Object.fromEntries(Object.entries(sent).map(([name, value]) => [name.toLowerCase(), value])),
      );
      expect(rawHeaders).toEqual(Object.entries(sent).flat());
      expect(seenBody ?? undefined).toBeUndefined();
      expect(isRead).toBe(by === 'finish');
    }

    // No hook of the app is lost on the way, compared with a plain route.
    const ours = sightings.seen.splice(0).map(([by]) => by);
    await test.post('/plain', { 'Content-Type': 'application/json' }, '{}');
    expect(sightings.seen.map(([by]) => by)).toEqual(ours);
    await test.app.close();
  });
});
