import { Body, Controller, type LoggerService, Post } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule } from '@nestjs/event-emitter';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import express from 'express';
import { afterEach, expect, it } from 'vitest';
import { sampleCallback } from '../../src/testing/index.js';
import { type AdapterName, registration, signedRequest } from '../support/create-test-app.js';
import { EventLog } from '../support/event-log.js';
import { send } from '../support/send.js';
import { type Arrangement, ARRANGEMENTS, closeServers, type Transport } from './body-arrangements.js';

/** Beyond 2^53. */
const LONG = '9007199254740993';
const ROUNDED = '9007199254740992';

const COMMAND = 'Group.CallbackAfterGroupDestroyed';
const TYPES = ['application/json', 'text/plain', undefined];

@Controller('plain')
class PlainController {
  @Post()
  receive(@Body() body: unknown): object {
    return { received: body };
  }
}

afterEach(closeServers);

it.each(ARRANGEMENTS)(
  '%s with %s: what a plain route can read, the webhook can',
  async (adapter, _, arrangement) => {
    const warnings: string[] = [];
    const { app, post, events } = await start(adapter, arrangement, {
      log() {},
      error() {},
      warn: (message: unknown) => void warnings.push(String(message)),
    });

    let readable = 0;
    for (const [nth, type] of TYPES.entries()) {
      const headers: Record<string, string> = type === undefined ? {} : { 'content-type': type };
      const body = JSON.stringify({ ...sampleCallback(COMMAND), EventTime: 1669872112000 + nth });
      const answer = await post(
        signedRequest({ command: COMMAND }).url,
        headers,
        body.replace(/}$/, `,"Extra":${LONG}}`),
      );
      expect(answer.text).toBe('{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}');
      expect(answer.status).toBe(200);
      const event = await events.get<{ body: { Extra?: string } }>('group.destroyed', nth + 1);
      expect([LONG, ROUNDED]).toContain(event.body.Extra);
      if (event.body.Extra === ROUNDED) readable += 1;
    }
    expect(warnings.filter((line) => line.includes('rounded an integer'))).toHaveLength(
      arrangement.rounded ? 1 : 0,
    );
    expect(readable > 0).toBe(arrangement.rounded ?? false);

    // The control, where Nest itself can read the body.
    if (arrangement.plainFails === undefined) {
      const plain = await post('/plain', { 'content-type': 'application/json' }, '{"a":1}');
      expect(plain.text).toBe('{"received":{"a":1}}');
    }
    await app.close();
  },
);

async function start(adapter: AdapterName, arrangement: Arrangement, logger: LoggerService) {
  const moduleRef = await Test.createTestingModule({
    imports: [EventEmitterModule.forRoot(), registration(), ...(arrangement.modules ?? [])],
    controllers: [PlainController],
  })
    .setLogger(logger)
    .compile();
  const app = moduleRef.createNestApplication(
    adapter === 'express'
      ? new ExpressAdapter((arrangement.express ?? express)())
      : new FastifyAdapter(arrangement.fastify?.()),
    { logger, ...arrangement.nest },
  );
  await arrangement.configure?.(app as never);
  const events = new EventLog(app.get(EventEmitter2, { strict: false }));
  await app.listen(0, '127.0.0.1');
  const baseUrl = await app.getUrl();
  const direct: Transport = (target, headers, body) => send(baseUrl + target, { headers, body });
  return { app, events, post: (await arrangement.serve?.(app)) ?? direct };
}
