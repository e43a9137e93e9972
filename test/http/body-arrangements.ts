import { once } from 'node:events';
import { createServer, IncomingMessage, type RequestListener, type Server } from 'node:http';
import { connect, constants } from 'node:http2';
import { createRequire } from 'node:module';
import type { AddressInfo } from 'node:net';
import { Readable, Writable } from 'node:stream';
import { setTimeout as wait } from 'node:timers/promises';
import type {
  INestApplication,
  MiddlewareConsumer,
  NestApplicationOptions,
  NestModule,
} from '@nestjs/common';
import type { NestExpressApplication } from '@nestjs/platform-express';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import express, { type NextFunction, type Request, type RequestHandler, type Response } from 'express';
import fastify, { type FastifyInstance, type FastifyPluginCallback } from 'fastify';
import type { AdapterName } from '../support/create-test-app.js';
import { send } from '../support/send.js';

const require = createRequire(import.meta.url);
const compression: () => RequestHandler = require('compression');
const session: (options: object) => RequestHandler = require('express-session');
const hpp: () => RequestHandler = require('hpp');
const multer: () => { any(): RequestHandler } = require('multer');
const serverlessHttp: (app: unknown) => Lambda = require('serverless-http');
const serverlessExpress: (options: object) => Lambda = require('@codegenie/serverless-express');
const fastifyRawBody: FastifyPluginCallback<Record<string, unknown>> = require('fastify-raw-body');

type Lambda = (event: object, context: object) => Promise<{ statusCode: number; body: string }>;
type Reply = { status: number; text: string };
export type Transport = (target: string, headers: Record<string, string>, body: string) => Promise<Reply>;
type Recipient = IncomingMessage & { body?: unknown; rawBody?: unknown };

/** One way in which a host may treat bodies before they reach a route. */
export interface Arrangement {
  nest?: NestApplicationOptions;
  /** The instance that the host makes itself. */
  express?: () => express.Express;
  fastify?: () => FastifyInstance | object;
  /** What the host does in its main.ts before it listens. */
  configure?: (app: NestExpressApplication & NestFastifyApplication) => unknown;
  /** Modules of the host. */
  modules?: (new () => NestModule)[];
  /** How requests reach the app, if not by its own server. */
  serve?: (app: INestApplication) => Promise<Transport>;
  /** Whether the host keeps nothing but a parsed object, in which long integers are rounded. */
  rounded?: true;
  /** Whether a plain route of Nest 11 or 12 fails or gets no object. */
  plainFails?: true;
}

const listenAlong: RequestHandler = (request, _response, next) => {
  request.on('data', () => {});
  next();
};

const keepTextAlong: RequestHandler = (request: Recipient, _response, next) => {
  let text = '';
  request.setEncoding('utf8').on('data', (chunk: string) => {
    text += chunk;
    request.rawBody = text;
  });
  next();
};

const keepBytesFirst: RequestHandler = async (request: Recipient, _response, next) => {
  request.rawBody = await bytesOf(request);
  next();
};

const parseFirst: RequestHandler = async (request: Recipient, _response, next) => {
  const bytes = await bytesOf(request);
  request.body = JSON.parse(bytes.toString());
  next();
};

const wait20ms: RequestHandler = async (_request, _response, next) => {
  await wait(20);
  next();
};

class LoggerModule implements NestModule {
  configure(consumer: MiddlewareConsumer): void {
    consumer.apply(listenAlong).forRoutes('{*all}');
  }
}

/** Cloud functions of Google read the body before the app gets the request. */
function behindFunctionsFramework(handle: (app: INestApplication) => RequestListener) {
  return (app: INestApplication) =>
    served((request: Recipient, response) => {
      void bytesOf(request).then((bytes) => {
        request.rawBody = bytes;
        request.body = JSON.parse(bytes.toString()) as unknown;
        handle(app)(request, response);
      });
    });
}

const expressListener = (app: INestApplication): RequestListener => app.getHttpAdapter().getInstance();
const fastifyListener = (app: INestApplication): RequestListener => {
  const instance: FastifyInstance = app.getHttpAdapter().getInstance();
  return (request, response) => instance.routing(request, response);
};

/** Adapters for functions whose stream ends by itself, without any byte, soon after the app got the request. */
function behindFleetingRequests(keep: (bytes: Buffer) => Buffer | string) {
  return (app: INestApplication) =>
    served((request, response) => {
      void bytesOf(request).then((bytes) => {
        const fleeting = new IncomingMessage(request.socket);
        const { method, url, headers } = request;
        Object.assign(fleeting, { method, url, headers, complete: true, body: keep(bytes) });
        fleeting.push(null);
        expressListener(app)(fleeting, response);
        fleeting.resume();
      });
    });
}

/** Middleware that works the same on both adapters. */
const MIDDLEWARE: Record<string, Arrangement> = {
  multer: { configure: (app) => app.use(multer().any()) },
  hpp: { configure: (app) => app.use(hpp()) },
  compression: { configure: (app) => app.use(compression()) },
  session: {
    configure: (app) => app.use(session({ secret: 's', resave: true, saveUninitialized: true })),
  },
  'a logger that listens along': { configure: (app) => app.use(listenAlong) },
};

const EXPRESS: Record<string, Arrangement> = {
  "Nest's parsers": {},
  'rawBody: true': { nest: { rawBody: true } },
  'bodyParser: false': { nest: { bodyParser: false }, plainFails: true },
  'bodyParser: false and a logger': {
    nest: { bodyParser: false },
    plainFails: true,
    configure: (app) => app.use(listenAlong),
  },
  'useBodyParser of Nest': { configure: (app) => app.useBodyParser('json', { limit: '10mb' }) },
  'useBodyParser of Nest for every type': {
    configure: (app) => app.useBodyParser('text', { type: '*/*' }),
    plainFails: true,
  },
  'express.json': { configure: (app) => app.use(express.json()), rounded: true },
  'express.json for every type': {
    configure: (app) => app.use(express.json({ type: () => true })),
    rounded: true,
  },
  'express.json that keeps the bytes': {
    configure: (app) =>
      app.use(
        express.json({
          type: () => true,
          verify: (request: Recipient, _response, bytes) => {
            request.rawBody = bytes;
          },
        }),
      ),
  },
  "express.json for '*/*' in an outer app": {
    express: () => express().use(express.json({ type: '*/*' })),
    rounded: true,
  },
  'express.raw': { configure: (app) => app.use(express.raw({ type: () => true })), plainFails: true },
  'express.text': { configure: (app) => app.use(express.text({ type: () => true })), plainFails: true },
  'express.urlencoded': { configure: (app) => app.use(express.urlencoded({ extended: true })) },
  ...MIDDLEWARE,
  'a logger that pipes': {
    configure: (app) =>
      app.use((request: Request, _response: Response, next: NextFunction) => {
        request.pipe(new Writable({ write: (_chunk, _encoding, done) => done() }));
        next();
      }),
  },
  'a logger in a module': { modules: [LoggerModule] },
  'a raw body as text, beside the parser': { configure: (app) => app.use(keepTextAlong), plainFails: true },
  'a raw body, before the parser': { configure: (app) => app.use(keepBytesFirst), plainFails: true },
  'a parser of its own': { configure: (app) => app.use(parseFirst), rounded: true },
  'a middleware that waits': {
    configure: (app) => app.use(wait20ms),
  },
  'an outer app with a path': {
    serve: (app) => served(express().use('/outer', expressListener(app)), '/outer'),
  },
  'functions: Google': { serve: behindFunctionsFramework(expressListener) },
  'functions: serverless-http': {
    serve: async (app) => lambda(serverlessHttp(app.getHttpAdapter().getInstance())),
  },
  'functions: serverless-express': {
    serve: async (app) => lambda(serverlessExpress({ app: app.getHttpAdapter().getInstance() })),
  },
  'functions: a stream that ends by itself, a Buffer': {
    serve: behindFleetingRequests((bytes) => bytes),
    plainFails: true,
  },
  'functions: a stream that ends by itself, a string': {
    serve: behindFleetingRequests(String),
    plainFails: true,
  },
};

const FASTIFY: Record<string, Arrangement> = {
  "Nest's parsers": {},
  'rawBody: true': { nest: { rawBody: true } },
  'bodyParser: false': { nest: { bodyParser: false } },
  'useBodyParser of Nest': {
    configure: (app) => app.useBodyParser('application/json', {}),
    plainFails: true,
  },
  'a parser for every type': {
    configure: (app) => instanceOf(app).addContentTypeParser('*', parseAs, parseText),
  },
  'a parser for JSON': {
    configure: (app) => instanceOf(app).addContentTypeParser('application/json', parseAs, parseText),
    nest: { bodyParser: false },
  },
  'an instance of its own without parsers': {
    fastify: () => {
      const instance = fastify();
      instance.removeAllContentTypeParsers();
      return instance;
    },
  },
  'fastify-raw-body': { configure: (app) => app.register(fastifyRawBody, { global: true }) },
  'fastify-raw-body that runs first': {
    configure: (app) => app.register(fastifyRawBody, { global: true, runFirst: true }),
  },
  'fastify-raw-body with bytes': {
    configure: (app) => app.register(fastifyRawBody, { global: true, encoding: false }),
    nest: { bodyParser: false },
  },
  'a logger in onRequest': {
    configure: (app) =>
      instanceOf(app).addHook('onRequest', (request, _reply, done) => {
        request.raw.on('data', () => {});
        done();
      }),
  },
  'a logger in preParsing': {
    configure: (app) =>
      instanceOf(app).addHook('preParsing', (_request, _reply, payload, done) => {
        payload.on('data', () => {});
        done(null, payload);
      }),
  },
  'another stream from preParsing': {
    configure: (app) =>
      instanceOf(app).addHook('preParsing', async (_request, _reply, payload) =>
        Readable.from([await bytesOf(payload as Readable)], { objectMode: false }),
      ),
  },
  'a hook that waits': {
    configure: (app) => instanceOf(app).addHook('onRequest', () => wait(20)),
  },
  'a logger in a module': { modules: [LoggerModule] },
  'express.json': { configure: (app) => app.use(express.json()), rounded: true, plainFails: true },
  ...MIDDLEWARE,
  'a raw body as text, beside the parser': {
    configure: (app) => app.use(keepTextAlong),
    plainFails: true,
  },
  'a raw body, before the parser': { configure: (app) => app.use(keepBytesFirst), plainFails: true },
  'a parser of its own': { configure: (app) => app.use(parseFirst), rounded: true, plainFails: true },
  h2c: { fastify: () => ({ http2: true }), serve: overHttp2 },
  'functions: inject': {
    serve: async (app) => async (url, headers, payload) => {
      const answer = await instanceOf(app).inject({ method: 'POST', url, headers, payload });
      return { status: answer.statusCode, text: answer.payload };
    },
  },
  'functions: Google': {
    serve: behindFunctionsFramework(fastifyListener),
    configure: (app) => {
      instanceOf(app).addContentTypeParser('application/json', (_request, payload, done) =>
        done(null, (payload as Recipient).body),
      );
    },
    nest: { bodyParser: false },
  },
  'functions: serverless-http': { serve: async (app) => lambda(serverlessHttp(instanceOf(app))) },
};

export const ARRANGEMENTS: [AdapterName, string, Arrangement][] = [
  ...Object.entries(EXPRESS).map(([name, row]): [AdapterName, string, Arrangement] => ['express', name, row]),
  ...Object.entries(FASTIFY).map(([name, row]): [AdapterName, string, Arrangement] => ['fastify', name, row]),
];

const servers: Server[] = [];

/** Ends the servers that arrangements have started in front of the app. */
export function closeServers(): void {
  for (const server of servers.splice(0)) server.close();
}

/** Sends over HTTP to the app's own server, or to another in front of it. */
export async function served(listener: RequestListener, mount = ''): Promise<Transport> {
  const server = createServer(listener).listen(0, '127.0.0.1');
  servers.push(server);
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return (target, headers, body) => send(`http://127.0.0.1:${port}${mount}${target}`, { headers, body });
}

async function overHttp2(app: INestApplication): Promise<Transport> {
  const url = await app.getUrl();
  return async (target, headers, body) => {
    const client = connect(url);
    const stream = client.request({
      [constants.HTTP2_HEADER_METHOD]: 'POST',
      [constants.HTTP2_HEADER_PATH]: target,
      ...headers,
    });
    stream.end(body);
    const [answer] = (await once(stream, 'response')) as [Record<string, number>];
    const text = (await bytesOf(stream)).toString();
    client.close();
    return { status: answer[constants.HTTP2_HEADER_STATUS] ?? 0, text };
  };
}

function lambda(handler: Lambda): Transport {
  return async (target, headers, body) => {
    const { pathname, search } = new URL(target, 'http://localhost');
    const event = {
      version: '2.0',
      routeKey: '$default',
      rawPath: pathname,
      rawQueryString: search.slice(1),
      headers: { host: 'localhost', ...headers, 'content-length': String(Buffer.byteLength(body)) },
      requestContext: { http: { method: 'POST', path: pathname, sourceIp: '127.0.0.1' } },
      body,
      isBase64Encoded: false,
    };
    const { statusCode, body: text } = await handler(event, {});
    return { status: statusCode, text };
  };
}

function instanceOf(app: INestApplication): FastifyInstance {
  return app.getHttpAdapter().getInstance();
}

const parseAs = { parseAs: 'string' } as const;
const parseText = (_request: unknown, text: string | Buffer, done: (error: null, body: unknown) => void) =>
  done(null, JSON.parse(text.toString()));

async function bytesOf(stream: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of stream) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
