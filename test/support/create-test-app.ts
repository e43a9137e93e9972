import type { AddressInfo } from 'node:net';
import type { INestApplication, LoggerService, ModuleMetadata, NestApplicationOptions } from '@nestjs/common';
import type { AbstractHttpAdapter } from '@nestjs/core';
import { EventEmitter2, EventEmitterModule } from '@nestjs/event-emitter';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test, type TestingModuleBuilder } from '@nestjs/testing';
import { TencentChatWebhookModule } from '../../src/index.js';
import { createCallbackRequest, type CallbackRequestOptions } from '../../src/testing/index.js';
import { EventLog } from './event-log.js';
import { send, type Answer } from './send.js';

export const SDK_APP_ID = 1400000000;
export const TOKEN = 'a-token-of-the-tests';

/** Both adapters, for `describe.each`. */
export const ADAPTERS = ['express', 'fastify'] as const;
export type AdapterName = (typeof ADAPTERS)[number];

type ForRoot = Parameters<typeof TencentChatWebhookModule.forRoot>[0];

export interface TestAppOptions extends Pick<ModuleMetadata, 'controllers' | 'providers'> {
  adapter?: AdapterName;
  /** In place of a new adapter of that name. */
  host?: AbstractHttpAdapter;
  /** Options of the one registration, on top of the tests' app and token. */
  options?: Partial<ForRoot>;
  /** In place of the one registration. */
  registrations?: ModuleMetadata['imports'];
  /** In place of `EventEmitterModule.forRoot()`. */
  emitter?: ModuleMetadata['imports'];
  nest?: NestApplicationOptions;
  logger?: LoggerService;
  /** Replaces providers. */
  override?: (builder: TestingModuleBuilder) => TestingModuleBuilder;
  /** What a host does in its main.ts before it listens. */
  configure?: (app: INestApplication) => void;
}

export interface TestApp {
  app: INestApplication;
  baseUrl: string;
  /** Every event that was emitted. */
  events: EventLog;
  /** Sends a callback signed for the tests' app, with changes. */
  callback(changes?: Partial<CallbackRequestOptions>): Promise<Answer>;
  /** Sends the same with full say over target, headers and bytes. */
  post(target: string, headers?: Record<string, string>, body?: string | Buffer): Promise<Answer>;
}

export const QUIET: LoggerService = { log() {}, warn() {}, error() {} };

/** Starts a Nest app that listens on a free port of the loopback interface. */
export async function createTestApp(test: TestAppOptions = {}): Promise<TestApp> {
  const registrations = test.registrations ?? [registration(test.options)];
  const builder = Test.createTestingModule({
    imports: [...(test.emitter ?? [EventEmitterModule.forRoot()]), ...registrations],
    controllers: test.controllers ?? [],
    providers: test.providers ?? [],
  }).setLogger(test.logger ?? QUIET);
  const moduleRef = await (test.override?.(builder) ?? builder).compile();
  const adapter = test.host ?? (test.adapter === 'fastify' ? new FastifyAdapter() : new ExpressAdapter());
  const app = moduleRef.createNestApplication(adapter, { logger: test.logger ?? QUIET, ...test.nest });
  test.configure?.(app);
  const events = new EventLog(app.get(EventEmitter2, { strict: false }));
  await app.listen(0, '127.0.0.1');
  const address: AddressInfo = app.getHttpServer().address();
  const baseUrl = `http://127.0.0.1:${address.port}`;
  const post: TestApp['post'] = (target, headers, body) => send(baseUrl + target, { headers, body });
  return {
    app,
    baseUrl,
    events,
    post,
    callback(changes) {
      const request = signedRequest(changes);
      const body = typeof request.body === 'string' ? request.body : JSON.stringify(request.body);
      return post(request.url, request.headers, body);
    },
  };
}

export function registration(options: Partial<ForRoot> = {}) {
  return TencentChatWebhookModule.forRoot({ sdkAppId: SDK_APP_ID, token: TOKEN, ...options } as ForRoot);
}

export function signedRequest(changes: Partial<CallbackRequestOptions> = {}) {
  return createCallbackRequest({ sdkAppId: SDK_APP_ID, token: TOKEN, ...changes });
}
