import {
  type ArgumentsHost,
  Body,
  type CallHandler,
  type CanActivate,
  Catch,
  Controller,
  type ExceptionFilter,
  type ExecutionContext,
  type INestApplication,
  Injectable,
  Module,
  type NestInterceptor,
  Post,
  SetMetadata,
  UseGuards,
  ValidationPipe,
  VersioningType,
} from '@nestjs/common';
import { Reflector, RouterModule } from '@nestjs/core';
import { ExpressAdapter } from '@nestjs/platform-express';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { Test } from '@nestjs/testing';
import express from 'express';
import type { FastifyInstance } from 'fastify';
import { map, tap, type Observable } from 'rxjs';
import { afterEach, describe, expect, it } from 'vitest';
import {
  TencentChatWebhookGuard,
  TencentChatWebhookModule,
  type GroupQuotaAlarmEvent,
} from '../../src/index.js';
import {
  ADAPTERS,
  createTestApp,
  registration,
  SDK_APP_ID,
  signedRequest,
  TOKEN,
  type TestApp,
} from '../support/create-test-app.js';
import { send } from '../support/send.js';

const OK = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };
const Public = () => SetMetadata('isPublic', true);

@Injectable()
class WrapResponses implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(map((data: unknown) => ({ code: 0, data })));
  }
}

@Injectable()
class FailAfterwards implements NestInterceptor {
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return next.handle().pipe(
      tap(() => {
        throw new Error('the interceptor expected a body');
      }),
    );
  }
}

@Catch()
class HostFilter implements ExceptionFilter {
  catch(_exception: unknown, host: ArgumentsHost): void {
    const response = host
      .switchToHttp()
      .getResponse<{ status(code: number): { send(body: object): void } }>();
    response.status(418).send({ answeredBy: 'the host' });
  }
}

class HostGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}
  canActivate(context: ExecutionContext): boolean {
    return this.reflector.getAllAndOverride('isPublic', [context.getHandler(), context.getClass()]) === true;
  }
}

@Controller()
class HostController {
  @Post('admin/tencent-chat/webhook')
  settings(@Body() body: object): object {
    return { settings: body };
  }
  @Post('echo')
  echo(@Body() body: object): object {
    return { echo: body };
  }
}

describe.each(ADAPTERS)("a host's configuration on %s", (adapter) => {
  let test: TestApp;
  afterEach(() => test.app.close());

  async function expectContract(path: string): Promise<void> {
    const alarm = signedRequest({ path });
    const body = JSON.stringify(alarm.body);
    const accepted = await test.post(alarm.url, {}, body);
    expect(accepted.status).toBe(200);
    expect(accepted.json).toEqual(OK);
    await test.events.get('group.quotaAlarm');

    const refused: [number, string, string][] = [
      [401, signedRequest({ path, token: 'stranger' }).url, body],
      [400, alarm.url, '{'],
      [400, alarm.url, '{}'],
      [400, path, '{'],
    ];
    for (const [status, url, text] of refused) {
      for (const type of ['', 'application/json']) {
        const headers: Record<string, string> = type === '' ? {} : { 'Content-Type': type };
        const answer = await test.post(url, headers, text);
        expect(answer.json).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: status });
        expect(answer.status).toBe(status);
      }
    }
  }

  it('may have interceptors, pipes and filters that rewrite everything', async () => {
    test = await createTestApp({
      adapter,
      configure: (app) =>
        app
          .useGlobalInterceptors(new WrapResponses())
          .useGlobalPipes(
            new ValidationPipe({ whitelist: true, forbidNonWhitelisted: true, transform: true }),
          )
          .useGlobalFilters(new HostFilter()),
    });
    await expectContract('/tencent-chat/webhook');
  });

  it('may have an interceptor that fails after the answer', async () => {
    test = await createTestApp({
      adapter,
      configure: (app) => app.useGlobalInterceptors(new FailAfterwards()).useGlobalFilters(new HostFilter()),
    });
    expect((await test.callback()).json).toEqual(OK);
    expect((await test.callback({ command: 'X.Y' })).json).toEqual(OK);
    await test.events.get('tencentChat.unknownCommand');
    expect(test.events.names).not.toContain('tencentChat.rejected');
  });

  it.each<[string, string, (app: INestApplication) => void]>([
    ['a global prefix', '/api/tencent-chat/webhook', (app) => app.setGlobalPrefix('api')],
    ['a long global prefix', '/a.p-i/v1/tencent-chat/webhook', (app) => app.setGlobalPrefix('/a.p-i/v1/')],
    [
      'a global prefix that the path is excluded from',
      '/tencent-chat/webhook',
      (app) => app.setGlobalPrefix('api', { exclude: ['tencent-chat/webhook'] }),
    ],
    [
      'a global prefix with a parameter',
      '/acme/api/tencent-chat/webhook',
      (app) => app.setGlobalPrefix(':tenant/api'),
    ],
    [
      'URI versioning',
      '/tencent-chat/webhook',
      (app) => app.enableVersioning({ type: VersioningType.URI, defaultVersion: '2' }),
    ],
    [
      'header versioning with a prefix',
      '/api/tencent-chat/webhook',
      (app) =>
        app
          .setGlobalPrefix('api')
          .enableVersioning({ type: VersioningType.HEADER, header: 'X-Version', defaultVersion: '2' }),
    ],
  ])('may have %s', async (_what, path, configure) => {
    test = await createTestApp({ adapter, configure });
    await expectContract(path);
  });

  it('may place the module with RouterModule', async () => {
    test = await createTestApp({
      adapter,
      registrations: [
        registration({ path: '/hooks/' }),
        RouterModule.register([{ path: 'incoming', module: TencentChatWebhookModule }]),
      ],
      configure: (app) => app.setGlobalPrefix('api'),
    });
    await expectContract('/api/incoming/hooks');
  });

  it('may have rawBody on or the body parsers off', async () => {
    for (const nest of [{ rawBody: true }, { bodyParser: false }]) {
      test = await createTestApp({ adapter, nest });
      await expectContract('/tencent-chat/webhook');
      if (nest.rawBody) await test.app.close();
    }
  });

  it('may have global guards, which the option decorators exempts the route from', async () => {
    const configure = (app: INestApplication) => app.useGlobalGuards(new HostGuard(new Reflector()));
    test = await createTestApp({ adapter, configure });
    const refused = await test.callback();
    expect(refused.status).toBe(403);
    expect(refused.json).toMatchObject({
      ActionStatus: 'FAIL',
      ErrorCode: 403,
      ErrorInfo: expect.stringMatching(/decorators/),
    });
    expect(await test.events.get('tencentChat.rejected')).toMatchObject({
      reason: 'rejectedByHost',
      status: 403,
    });
    await test.app.close();

    test = await createTestApp({ adapter, configure, options: { decorators: [Public()] } });
    await expectContract('/tencent-chat/webhook');
  });

  it('may set headers of its own, and hears when the answer is out', async () => {
    const answered: number[] = [];
    const configure = (app: INestApplication): void => {
      if (adapter === 'fastify') {
        const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
        fastify.addHook('onRequest', async (_request, reply) => void reply.header('X-Host', 'ours'));
        fastify.addHook('onResponse', async (_request, reply) => answered.push(reply.statusCode));
        return;
      }
      app.use((_request: unknown, response: express.Response, next: () => void) => {
        response.setHeader('X-Host', 'ours').on('finish', () => answered.push(response.statusCode));
        next();
      });
    };
    test = await createTestApp({ adapter, configure });
    const { headers, text } = await test.callback();
    expect(headers['x-host']).toBe('ours');
    expect(headers['content-type']).toBe('application/json; charset=utf-8');
    expect(headers['content-length']).toBe(String(Buffer.byteLength(text)));
    await expect.poll(() => answered).toEqual([200]);
  });

  it('keeps its own routes as they are, even one that ends like the callback URL', async () => {
    test = await createTestApp({ adapter, controllers: [HostController] });
    const json = { 'Content-Type': 'application/json' };
    const settings = await test.post('/admin/tencent-chat/webhook', json, '{"url":"x"}');
    expect(JSON.parse(settings.text)).toEqual({ settings: { url: 'x' } });
    const echo = await test.post('/echo?SdkAppid=1', json, '{"a":1}');
    expect(JSON.parse(echo.text)).toEqual({ echo: { a: 1 } });
    const ours = await test.post(
      '/echo',
      { 'Content-Type': 'application/vnd.nestjs-tencent-chat-webhook' },
      '{}',
    );
    expect(ours.status).toBe(adapter === 'fastify' ? 415 : 201);
  });

  it('may register the module several times: other paths, apps, tokens and prefixes', async () => {
    test = await createTestApp({
      adapter,
      registrations: [
        registration(),
        TencentChatWebhookModule.forRoot({
          name: 'second',
          path: 'second',
          apps: [
            { sdkAppId: 1, token: ['old', 'new'] },
            { sdkAppId: 2, token: 'two' },
          ],
          eventPrefix: 'second.',
        }),
        TencentChatWebhookModule.forRootAsync({
          name: 'third',
          path: 'third',
          useFactory: async () => ({ sdkAppId: 3, token: false as const }),
        }),
      ],
    });
    const to = async (path: string, sdkAppId: number, token: string | false) =>
      (await test.callback({ path, sdkAppId, token })).status;
    expect(await to('/tencent-chat/webhook', SDK_APP_ID, TOKEN)).toBe(200);
    expect(await to('/second', SDK_APP_ID, TOKEN)).toBe(403);
    expect(await to('/second', 1, 'old')).toBe(200);
    expect(await to('/second', 1, 'new')).toBe(200);
    expect(await to('/second', 2, 'new')).toBe(401);
    expect(await to('/second', 2, 'two')).toBe(200);
    expect(await to('/third', 3, false)).toBe(200);
    const prefixed = await test.events.get<GroupQuotaAlarmEvent>('second.group.quotaAlarm');
    expect(prefixed).toMatchObject({ name: 'group.quotaAlarm', sdkAppId: 1 });
  });

  it('may use the guard on a controller of its own', async () => {
    @Controller('own')
    @UseGuards(TencentChatWebhookGuard)
    class OwnController {
      @Post()
      receive(): string {
        return 'mine';
      }
    }
    @Module({ controllers: [OwnController] })
    class OwnModule {}
    test = await createTestApp({
      adapter,
      registrations: [registration({ isGlobal: true }), OwnModule],
      configure: (app) => {
        if (adapter === 'express') return;
        // As in docs/security.md.
        const fastify: FastifyInstance = app.getHttpAdapter().getInstance();
        const parser = fastify.getDefaultJsonParser('error', 'error');
        fastify.addContentTypeParser('*', { parseAs: 'string' }, parser);
      },
    });
    expect((await test.callback({ path: '/own' })).text).toBe('mine');
    const { url, body } = signedRequest({ path: '/own' });
    expect((await test.post(url, {}, JSON.stringify(body))).text).toBe('mine');
    const forged = await test.callback({ path: '/own', token: 'stranger' });
    expect(forged.status).toBe(401);
    expect(forged.json).toMatchObject({ ActionStatus: 'FAIL', ErrorCode: 401 });
  });
});

describe('parsers that a host puts before everything, on an Express instance of its own', () => {
  async function start(parser: express.RequestHandler) {
    const moduleRef = await Test.createTestingModule({
      imports: [EventEmitterModule.forRoot(), registration()],
    }).compile();
    const app = moduleRef.createNestApplication(new ExpressAdapter(express().use(parser)), { logger: false });
    await app.listen(0, '127.0.0.1');
    return app;
  }

  it.each<[string, express.RequestHandler, string, number, string]>([
    ['json', express.json(), 'application/json', 200, ''],
    ['raw', express.raw({ type: '*/*' }), 'text/plain', 200, ''],
    ['text', express.text({ type: '*/*' }), 'text/plain', 200, ''],
    [
      'form',
      express.urlencoded(),
      'application/x-www-form-urlencoded',
      400,
      'exclude this path from its parsers',
    ],
  ])('%s', async (_what, parser, type, status, info) => {
    const app = await start(parser);
    const request = signedRequest();
    const answer = await send((await app.getUrl()) + request.url, {
      headers: { 'Content-Type': type },
      body: JSON.stringify(request.body),
    });
    expect(answer.json.ErrorInfo).toContain(info);
    expect(answer.status).toBe(status);
    await app.close();
  });
});
