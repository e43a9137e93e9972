import { Controller, Get, Injectable, type INestApplication } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { ApiExcludeController, DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { Validator } from '@seriousme/openapi-schema-validator';
import { Test } from '@nestjs/testing';
import { type } from 'arktype';
import * as v from 'valibot';
import { describe, expect, it, onTestFinished } from 'vitest';
import { z } from 'zod';
import {
  byRequestId,
  defineCallback,
  OnTencentChatEvent,
  rejectVerdicts,
  type StandardSchema,
  TencentChatWebhookModule,
} from '../../src/index.js';
import { tencentChatWebhooks } from '../../src/swagger/index.js';
import { ADAPTERS, createTestApp, registration, type TestAppOptions } from '../support/create-test-app.js';

class RatedDto {
  static readonly command = 'Room.CallbackAfterRate';
  static readonly event = 'room.rated';
  static readonly idempotencyKey = byRequestId;
  static readonly verdicts = rejectVerdicts(this.command, [7, 9]);
}

@Controller('health')
class HealthController {
  @Get()
  check() {
    return 'ok';
  }
}

@Injectable()
class Handlers {
  @OnEvent('group.quotaAlarm')
  alarm(): void {}

  @OnTencentChatEvent('c2c.beforeSendMessage')
  moderate(): undefined {}

  @OnTencentChatEvent(RatedDto)
  rated(): undefined {}
}

const HEARD = ['C2C.CallbackBeforeSendMsg', 'Group.CallbackOnDailyGroupQuotaAlarm', 'Room.CallbackAfterRate'];

const CONFIG = new DocumentBuilder().setOpenAPIVersion('3.1.0').setTitle('An app').build();

function documentOf(app: INestApplication, config: Omit<OpenAPIObject, 'paths'> = CONFIG): OpenAPIObject {
  return tencentChatWebhooks(app, SwaggerModule.createDocument(app, config));
}

const webhooksIn = ({ webhooks = {} }: OpenAPIObject) => Object.keys(webhooks).toSorted();

async function start(options: TestAppOptions) {
  const test = await createTestApp(options);
  onTestFinished(() => test.app.close());
  return test;
}

const APP = { options: { callbacks: [RatedDto] }, providers: [Handlers], controllers: [HealthController] };

describe.each(ADAPTERS)('the Swagger document on %s', (adapter) => {
  it('has the webhooks with a handler, is valid, and is served', async () => {
    let early: OpenAPIObject | undefined;
    const { app, baseUrl } = await start({
      ...APP,
      adapter,
      configure(made) {
        early = documentOf(made);
        SwaggerModule.setup('docs', made, () => documentOf(made), { ui: false });
      },
    });
    const served = (await (await fetch(`${baseUrl}/docs-json`)).json()) as OpenAPIObject;
    expect(webhooksIn(served)).toEqual(HEARD);
    expect(served).toEqual(JSON.parse(JSON.stringify(early)));
    expect(documentOf(app)).toEqual(early);
    expect(Object.keys(served.paths)).toEqual(['/health', '/tencent-chat/webhook']);
    const { errors } = await new Validator().validate(structuredClone(served) as never);
    expect(errors).toBeUndefined();
    expect(JSON.stringify(served.webhooks?.['Room.CallbackAfterRate'])).toContain('"minimum":7,"maximum":9');
  });
});

describe('the Swagger document', () => {
  it('has the webhooks of all registrations, with their prefixes, patterns and listeners', async () => {
    @Injectable()
    class Listeners {
      @OnTencentChatEvent('group.created', { eventPrefix: 'x.' })
      created(): void {}

      @OnEvent('sns.*', { async: true })
      friends(): void {}

      @OnTencentChatEvent('group.quotaLevelReached')
      level(): void {}
    }
    const { app } = await start({
      emitter: [EventEmitterModule.forRoot({ wildcard: true })],
      registrations: [
        registration(),
        TencentChatWebhookModule.forRoot({
          sdkAppId: 1,
          token: 'one',
          name: 'other',
          path: 'other',
          eventPrefix: 'x.',
        }),
      ],
      providers: [Listeners],
    });
    const emitter = app.get(EventEmitter2, { strict: false });
    expect(webhooksIn(documentOf(app))).toEqual([
      'Group.CallbackAfterCreateGroup',
      'Sns.CallbackBlackListAdd',
      'Sns.CallbackBlackListDelete',
      'Sns.CallbackFriendAdd',
      'Sns.CallbackFriendDelete',
      'Sns.CallbackPrevFriendAdd',
      'Sns.CallbackPrevFriendResponse',
    ]);
    emitter.on('mic.seatsChanged', () => {});
    expect(webhooksIn(documentOf(app)).join()).toContain('Mic');
  });

  it('keeps its own webhooks, and a document of a later version', async () => {
    const { app } = await start(APP);
    const own = { post: { responses: { 200: { description: 'ours' } } } };
    const document = { ...SwaggerModule.createDocument(app, CONFIG), openapi: '3.2.0' };
    const webhooks = { 'C2C.CallbackBeforeSendMsg': own, ours: own };
    const schemas = { Ours: { type: 'string' } };
    const responses = { Ours: { description: 'ours' } };
    const merged = tencentChatWebhooks(app, { ...document, webhooks, components: { schemas, responses } });
    expect(merged.components).toMatchObject({ schemas, responses });
    expect(webhooksIn(merged)).toEqual([...HEARD, 'ours']);
    expect(merged.webhooks).toMatchObject(webhooks);
    expect(document.webhooks).toBeUndefined();
  });

  it('has what a Standard Schema says of itself, and any object where it says nothing', async () => {
    const member = { Stars: 'number <= 5' } as const;
    const schemas: Record<string, StandardSchema<object>> = {
      zod: z.object({ Stars: z.number().max(5) }),
      arktype: type(member),
      valibot: v.object({ Stars: v.number() }),
      unspeakable: z.object({ Stars: z.date() }),
    };
    const callbacks = Object.entries(schemas).map(([library, schema]) =>
      defineCallback({ command: `Room.By_${library}`, event: `room.${library}`, schema }),
    );
    const { app } = await start({
      emitter: [EventEmitterModule.forRoot({ wildcard: true })],
      options: { callbacks },
      configure: (made) => made.get(EventEmitter2, { strict: false }).on('room.*', () => {}),
    });
    const document = documentOf(app);
    const shown = (library: string) =>
      JSON.stringify(document.webhooks?.[`Room.By_${library}`]?.post?.requestBody);
    for (const library of ['zod', 'arktype']) expect(shown(library)).toContain('"maximum":5');
    for (const library of ['valibot', 'unspeakable'])
      expect(shown(library)).toContain('"schema":{"type":"object"}');
    const { errors } = await new Validator().validate(structuredClone(document) as never);
    expect(errors).toBeUndefined();
  });

  it('leaves out the path of the callback URL where the app excludes its controller', async () => {
    const { app } = await start({ options: { decorators: [ApiExcludeController()] } });
    expect(Object.keys(documentOf(app).paths)).toEqual([]);
  });

  it('must be OpenAPI 3.1', async () => {
    const { app } = await start(APP);
    expect(() => documentOf(app, new DocumentBuilder().build())).toThrow(
      "tencentChatWebhooks needs an OpenAPI 3.1 document, and this one is 3.0.0: make it with new DocumentBuilder().setOpenAPIVersion('3.1.0')",
    );
  });

  it('needs a registration', async () => {
    const app = (await Test.createTestingModule({}).compile()).createNestApplication();
    await app.init();
    expect(() => documentOf(app)).toThrow('needs an app that imports TencentChatWebhookModule');
    await app.close();
  });
});
