import { Injectable } from '@nestjs/common';
import { SpanKind, SpanStatusCode } from '@opentelemetry/api';
import type { ReadableSpan } from '@opentelemetry/sdk-trace-base';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import {
  DeadLetters,
  type DeliveryFactory,
  type GroupBeforeCreateEvent,
  inProcessDelivery,
  OnTencentChatEvent,
  type TencentChatEvent,
} from '../../src/index.js';
import { openTelemetry } from '../../src/opentelemetry/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, type TestApp, type TestAppOptions } from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { HOSTILE } from '../support/hostile-values.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { hasRedis, RedisServer } from '../support/redis/redis-server.js';
import { FinishedSpans } from './finished-spans.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const BEFORE_CREATE = 'Group.CallbackBeforeCreateGroup';
const RETRY = { attempts: 2, initialDelayMs: 100, maxDelayMs: 100 };
const RECEIVE = `receive ${ALARM}`;
const PROCESS = `process ${ALARM}`;
const BY_LEDGER = { handler: 'Ledger.book' };

/** What its test makes of events. */
@Injectable()
class Ledger {
  onAlarm: (event: TencentChatEvent) => unknown = () => undefined;
  onCreate: (event: GroupBeforeCreateEvent) => unknown = () => undefined;

  @OnTencentChatEvent('group.quotaAlarm')
  book(event: TencentChatEvent): unknown {
    return this.onAlarm(event);
  }

  @OnTencentChatEvent('group.beforeCreate')
  async decide(event: GroupBeforeCreateEvent) {
    return (await this.onCreate(event)) as ReturnType<GroupBeforeCreateEvent['allow']>;
  }

  @OnTencentChatEvent('group.quotaLevelReached')
  warn(): void {}
}

describe('traces', () => {
  let spans: FinishedSpans;
  beforeEach(() => {
    spans = new FinishedSpans();
  });
  afterEach(() => spans.shutdown());

  async function start({ options, ...rest }: TestAppOptions = {}): Promise<TestApp> {
    const telemetry = openTelemetry({ tracer: spans.tracer });
    const test = await createTestApp({
      options: { telemetry, quota: false, ...options },
      providers: [Ledger],
      ...rest,
    });
    onTestFinished(() => test.app.close());
    return test;
  }

  const traceOf = (span: ReadableSpan) => span.spanContext().traceId;
  const linksOf = (span: ReadableSpan) => span.links.map(({ context }) => context.spanId);

  it('have a span that ends at the answer, and a separate trace for each handler', async () => {
    const test = await start();
    const gate = new Gate();
    test.app.get(Ledger).onAlarm = async () => {
      await gate.pass();
      // A span of the handler's own, such as of its database.
      spans.tracer.startSpan('SELECT').end();
    };
    expect((await test.callback({ body: sampleCallback(ALARM) })).status).toBe(200);
    await gate.reached();
    const received = await spans.get(RECEIVE);
    expect(spans.all.map(({ attributes }) => attributes['tencent_chat.handler'])).not.toContain(
      'Ledger.book',
    );
    gate.open();
    const processed = await spans.get(PROCESS, BY_LEDGER);
    const own = await spans.get('SELECT');

    expect(received.kind).toBe(SpanKind.SERVER);
    expect(received.parentSpanContext).toBe(undefined);
    expect(received.attributes).toEqual({
      'messaging.system': 'tencent_chat',
      'messaging.operation.name': 'receive',
      'messaging.operation.type': 'receive',
      'messaging.destination.name': ALARM,
      'tencent_chat.registration': 'default',
      'tencent_chat.sdk_app_id': 1400000000,
      'tencent_chat.error_code': 0,
      'http.response.status_code': 200,
    });
    expect(processed.kind).toBe(SpanKind.CONSUMER);
    expect(processed.parentSpanContext).toBe(undefined);
    expect(traceOf(processed)).not.toBe(traceOf(received));
    expect(linksOf(processed)).toEqual([received.spanContext().spanId]);
    expect(processed.attributes).toEqual({
      'messaging.system': 'tencent_chat',
      'messaging.operation.name': 'process',
      'messaging.operation.type': 'process',
      'messaging.destination.name': ALARM,
      'tencent_chat.registration': 'default',
      'tencent_chat.sdk_app_id': 1400000000,
      'tencent_chat.event': 'group.quotaAlarm',
      'tencent_chat.handler': 'Ledger.book',
      'tencent_chat.attempt': 1,
    });
    expect(own.parentSpanContext?.spanId).toBe(processed.spanContext().spanId);
  });

  it('have the handlers of before-callbacks within the trace of the request', async () => {
    const test = await start();
    test.app.get(Ledger).onCreate = (event) => {
      spans.tracer.startSpan('SELECT').end();
      return event.reject({ code: 10150 });
    };
    await test.callback({ command: BEFORE_CREATE, body: sampleCallback(BEFORE_CREATE) });
    const received = await spans.get(`receive ${BEFORE_CREATE}`);
    const processed = await spans.get(`process ${BEFORE_CREATE}`, { handler: 'Ledger.decide' });
    const own = await spans.get('SELECT');
    expect(received.attributes['tencent_chat.error_code']).toBe(10150);
    expect(processed.parentSpanContext?.spanId).toBe(received.spanContext().spanId);
    expect(processed.links).toEqual([]);
    expect(own.parentSpanContext?.spanId).toBe(processed.spanContext().spanId);
    expect(new Set(spans.all.map(traceOf)).size).toBe(1);
  });

  it('are within the trace that the host has begun', async () => {
    const server = spans.tracer;
    const test = await start({
      configure: (app) =>
        app.use(
          (_request: unknown, response: { on(event: string, end: () => void): void }, next: () => void) => {
            server.startActiveSpan('POST', (span) => {
              response.on('finish', () => span.end());
              next();
            });
          },
        ),
    });
    await test.callback({ body: sampleCallback(ALARM) });
    const host = await spans.get('POST');
    const processed = await spans.get(PROCESS, BY_LEDGER);
    expect((await spans.get(RECEIVE)).parentSpanContext?.spanId).toBe(host.spanContext().spanId);
    expect(traceOf(processed)).not.toBe(traceOf(host));
  });

  it('name the type of the error at each attempt', async () => {
    const test = await start({ options: { delivery: inProcessDelivery({ retry: RETRY }) } });
    test.app.get(Ledger).onAlarm = ({ attempt }) => {
      if (attempt === 1) throw new TypeError('the user @alice is not known');
    };
    await test.callback({ body: sampleCallback(ALARM) });
    await test.callback({ body: { QuotaUsed: 'many' } });
    const failed = await spans.get(PROCESS, BY_LEDGER);
    expect(failed.status).toEqual({ code: SpanStatusCode.ERROR });
    expect(failed.attributes).toMatchObject({ 'error.type': 'TypeError', 'tencent_chat.attempt': 1 });
    const retried = await spans.get(PROCESS, { ...BY_LEDGER, nth: 2 });
    expect(retried.status).toEqual({ code: SpanStatusCode.UNSET });
    expect(retried.attributes).toMatchObject({ 'tencent_chat.attempt': 2 });
    expect(linksOf(retried)).toEqual(linksOf(failed));
    const rejected = await spans.get(RECEIVE, { nth: 2 });
    expect(rejected.attributes).toMatchObject({ 'error.type': 'invalidBody' });
    expect(rejected.status).toEqual({ code: SpanStatusCode.ERROR });
  });

  it('have an end and an error type for any thrown value', async () => {
    const delivery = inProcessDelivery({
      retry: { attempts: HOSTILE.length, initialDelayMs: 1, maxDelayMs: 1 },
    });
    const test = await start({ options: { delivery } });
    test.app.get(Ledger).onAlarm = ({ attempt }) => {
      throw HOSTILE[attempt - 1]?.[1]();
    };
    await test.callback({ body: sampleCallback(ALARM) });
    await spans.get(PROCESS, { ...BY_LEDGER, nth: HOSTILE.length });
    const kinds = spans.all
      .filter(({ attributes }) => attributes['tencent_chat.handler'] === BY_LEDGER.handler)
      .map((span) => span.attributes['error.type']);
    expect(kinds).toEqual(HOSTILE.map(() => expect.stringMatching(/^\w+$/)));
  });

  it('lead from a replayed dead letter to its request', async () => {
    const delivery = inProcessDelivery({ retry: { attempts: 1 } });
    const test = await start({ options: { delivery } });
    test.app.get(Ledger).onAlarm = () => {
      throw new Error('not now');
    };
    await test.callback({ body: sampleCallback(ALARM) });
    const received = await spans.get(RECEIVE);
    const letters = test.app.get(DeadLetters);
    await vi.waitFor(async () => expect(await letters.count()).toBe(1));
    test.app.get(Ledger).onAlarm = () => undefined;
    expect(await letters.replayAll()).toBe(1);
    const replayed = await spans.get(PROCESS, { ...BY_LEDGER, nth: 2 });
    expect(replayed.status).toEqual({ code: SpanStatusCode.UNSET });
    expect(replayed.attributes).toMatchObject({ 'tencent_chat.attempt': 1 });
    expect(linksOf(replayed)).toEqual([received.spanContext().spanId]);
  });

  it('are not made for strangers', async () => {
    const test = await start();
    await test.callback({ token: 'wrong' });
    expect(spans.all).toEqual([]);
  });

  it('lead from a level that was reached to the alarm that reached it', async () => {
    const test = await start({ options: { quota: {} } });
    await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed: 9000, Quota: 10000 } });
    const level = await spans.get('process group.quotaLevelReached');
    const watch = spans.all.find(({ attributes }) => attributes['tencent_chat.handler'] === 'QuotaWatch');
    expect(linksOf(level)).toEqual([watch?.spanContext().spanId]);
  });

  it('are made by the SDK that is registered when the app starts', async () => {
    spans.registerGlobally();
    const test = await start({ options: { telemetry: openTelemetry() } });
    await test.callback({ body: sampleCallback(ALARM) });
    const received = await spans.get(RECEIVE);
    expect(linksOf(await spans.get(PROCESS, BY_LEDGER))).toEqual([received.spanContext().spanId]);
    expect(received.instrumentationScope.name).toBe('nestjs-tencent-chat-webhook');
  });

  it('are not needed', async () => {
    const test = await start({ options: { telemetry: openTelemetry() } });
    const handled = new Gate();
    test.app.get(Ledger).onAlarm = () => handled.pass();
    expect((await test.callback({ body: sampleCallback(ALARM) })).status).toBe(200);
    await handled.reached();
    handled.open();
    expect(spans.all).toEqual([]);
  });

  it('do not break callbacks if the SDK fails', async () => {
    const tracer = { ...spans.tracer, startSpan: () => fail() };
    const test = await start({ options: { telemetry: openTelemetry({ tracer }) } });
    const handled = new Promise((resolve) => {
      test.app.get(Ledger).onAlarm = resolve;
    });
    expect((await test.callback({ body: sampleCallback(ALARM) })).status).toBe(200);
    await handled;
  });

  it('hold nothing private, and neither do metrics', async () => {
    const { CollectedMetrics } = await import('./collected-metrics.js');
    const metrics = new CollectedMetrics();
    const test = await start({
      options: { telemetry: openTelemetry({ tracer: spans.tracer, meter: metrics.meter }), quota: {} },
    });
    const ledger = test.app.get(Ledger);
    ledger.onAlarm = ledger.onCreate = () => {
      throw new Error('private-error');
    };
    const privateBody = {
      private_member: 'private-value',
      private_object: { private_inner: 'private-value' },
    };
    const commands = [
      ALARM,
      BEFORE_CREATE,
      'C2C.CallbackAfterSendMsg',
      'State.StateChange',
      'Private.Command',
    ];
    for (const command of commands) {
      const sample = command === 'Private.Command' ? {} : sampleCallback(command as typeof ALARM);
      const body = JSON.parse(
        JSON.stringify({ ...sample, ...privateBody }).replaceAll(
          /"([^"]*_Account)":"[^"]*"/g,
          '"$1":"private-user"',
        ),
      ) as object;
      await test.callback({ command, body, clientIp: '203.0.113.77' });
      await spans.get(command === 'Private.Command' ? 'receive _OTHER' : `receive ${command}`);
    }
    await spans.get(PROCESS, BY_LEDGER);
    const shown = [
      ...spans.all.map(({ name, attributes, events, links, status }) =>
        JSON.stringify({ name, attributes, events, links: links.map((link) => link.attributes), status }),
      ),
      JSON.stringify([...(await metrics.collect())]),
    ].join('\n');
    expect(shown).toContain('tencent_chat.unknown_members');
    expect(shown).not.toMatch(/private|203\.0\.113|[0-9a-f]{64}|a-token/i);
    await metrics.shutdown();
  });
});

/** Fails in the first process, and is done by the second one. */
function leadsThroughTheStore(name: string, createDelivery: () => DeliveryFactory): void {
  it(`lead through ${name} to another process`, async () => {
    const spans = new FinishedSpans();
    onTestFinished(() => spans.shutdown());
    const telemetry = openTelemetry({ tracer: spans.tracer });
    const options = { telemetry, quota: false as const, delivery: createDelivery() };
    const first = await createTestApp({ options, providers: [Ledger] });
    first.app.get(Ledger).onAlarm = () => {
      throw new Error('not now');
    };
    await first.callback({ body: sampleCallback(ALARM) });
    const received = await spans.get(RECEIVE);
    await spans.get(PROCESS, BY_LEDGER);
    await first.app.close();

    const second = await createTestApp({ options, providers: [Ledger] });
    onTestFinished(() => second.app.close());
    const processed = await spans.get(PROCESS, { ...BY_LEDGER, nth: 2 });
    expect(processed.attributes).toMatchObject({ 'tencent_chat.attempt': 2 });
    expect(processed.links).toMatchObject([
      {
        context: {
          traceId: received.spanContext().traceId,
          spanId: received.spanContext().spanId,
          isRemote: true,
        },
      },
    ]);
  });
}

describe('traces', () => {
  leadsThroughTheStore('lmdb', () =>
    lmdbDelivery({ path: `${temporaryFolder()}/inbox`, retry: { initialDelayMs: 100 } }),
  );
});

describe.runIf(hasRedis())('traces', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.remove());

  leadsThroughTheStore('BullMQ', () =>
    bullMqDelivery({ connection: { port: redis.port }, retry: { initialDelayMs: 100 } }),
  );
});

function fail(): never {
  throw new Error('the SDK failed');
}
