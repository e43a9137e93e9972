import { Agent } from 'node:http';
import { Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import supertest from 'supertest';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { inProcessDelivery, OnTencentChatEvent, type GroupQuotaAlarmEvent } from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import {
  ADAPTERS,
  createTestApp,
  registration,
  signedRequest,
  type TestApp,
} from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { send } from '../support/send.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';

/** The nth alarm of a day, different from all others. */
const alarm = (nth: number) => ({ body: { ...sampleCallback(ALARM), QuotaUsed: 7000 + nth } });

/** A service whose handler waits until the test lets it go on. */
@Injectable()
class ParkedService {
  readonly gate = new Gate();
  readonly handled: number[] = [];

  @OnEvent('group.quotaAlarm')
  async handle(event: GroupQuotaAlarmEvent): Promise<void> {
    await this.gate.pass();
    this.handled.push(event.body.QuotaUsed);
  }
}

describe.each(ADAPTERS)('handlers on %s', (adapter) => {
  let test: TestApp;
  afterEach(() => test.app.close());

  it('run after Chat has its answer, however long they take', async () => {
    test = await createTestApp({ adapter, providers: [ParkedService] });
    const service = test.app.get(ParkedService);
    expect((await test.callback()).status).toBe(200);
    await service.gate.reached();
    expect(service.handled).toEqual([]);
    service.gate.open();
  });

  it('run after the answer is on its way, even if they block the event loop', async () => {
    @Injectable()
    class BusyService {
      answered: boolean | undefined;
      @OnEvent('group.quotaAlarm')
      handle(): void {
        this.answered = answered;
      }
    }
    let answered = false;
    test = await createTestApp({ adapter, providers: [BusyService] });
    test.app
      .getHttpServer()
      .prependListener('request', (_request: unknown, response: NodeJS.EventEmitter) => {
        response.once('finish', () => {
          answered = true;
        });
      });
    await test.callback();
    await test.events.get('group.quotaAlarm');
    expect(test.app.get(BusyService).answered).toBe(true);
  });

  it('may fail in every way: Chat, the other handlers and the process do not notice', async () => {
    @Injectable()
    class FailingService {
      @OnEvent('group.quotaAlarm', { suppressErrors: false })
      now(): void {
        throw new Error('thrown at once');
      }
      @OnTencentChatEvent('group.quotaAlarm')
      async later(): Promise<void> {
        throw new Error('rejected later');
      }
      @OnEvent('group.quotaAlarm')
      seen(): void {
        calls.push('@OnEvent');
      }
    }
    const calls: string[] = [];
    const error = vi.fn();
    test = await createTestApp({
      adapter,
      providers: [FailingService],
      options: { delivery: inProcessDelivery({ retry: { attempts: 1 } }) },
      logger: { log() {}, warn() {}, error },
    });
    const emitter = test.app.get(EventEmitter2);
    emitter.prependListener('group.quotaAlarm', () => {
      throw new Error('thrown by a bare listener');
    });
    const last = new Promise<void>((resolve) => {
      emitter.on('group.quotaAlarm', () => {
        calls.push('bare');
        resolve();
      });
    });

    expect((await test.callback()).status).toBe(200);
    await last;
    expect(calls).toEqual(['@OnEvent', 'bare']);
    await vi.waitFor(() => expect(error).toHaveBeenCalled());
    expect(error.mock.calls.flat().join('\n')).toMatch(
      /Group\.CallbackOnDailyGroupQuotaAlarm is a dead letter now, .*: attempt 1 failed in FailingService\.later, @OnEvent, id /,
    );
    // The listeners of @OnEvent and of the emitter are one handler together.
    expect(error.mock.calls.flat().join('\n')).toMatch(/rejected later[^]*2 listeners failed/);
    expect((await test.callback(alarm(1))).status).toBe(200);
  });

  it('get the callbacks that were accepted before they were bound', async () => {
    @Injectable()
    class EarlyChat implements OnApplicationBootstrap {
      status: number | undefined;
      constructor(private readonly host: HttpAdapterHost) {}
      async onApplicationBootstrap(): Promise<void> {
        const { url, headers, body } = signedRequest(alarm(7));
        const { httpAdapter } = this.host;
        if (adapter === 'fastify') {
          const payload = JSON.stringify(body);
          const answer = await httpAdapter.getInstance().inject({ method: 'POST', url, headers, payload });
          this.status = answer.statusCode;
        } else {
          const answer = await supertest(httpAdapter.getHttpServer()).post(url).set(headers).send(body);
          this.status = answer.status;
        }
      }
    }
    // The deeper a module is imported, the earlier its hooks run: before those that bind the listeners, unless those
    // are of a global module.
    @Module({ providers: [EarlyChat] })
    class DeepModule {}
    @Module({ imports: [DeepModule] })
    class OuterModule {}
    test = await createTestApp({
      adapter,
      providers: [ParkedService],
      emitter: [EventEmitterModule.forRoot({ global: false })],
      registrations: [registration(), OuterModule],
    });
    expect(test.app.get(EarlyChat, { strict: false }).status).toBe(200);
    const service = test.app.get(ParkedService);
    service.gate.open();
    await vi.waitFor(() => expect(service.handled).toEqual([7007]));
  });
});

describe('delivery in process', () => {
  let test: TestApp;
  afterEach(() => test.app.close());

  it('recognises a repeated callback within the window: OK, and one event', async () => {
    test = await createTestApp();
    expect((await test.callback()).status).toBe(200);
    expect((await test.callback()).status).toBe(200);
    expect((await test.callback(alarm(1))).status).toBe(200);
    const second = await test.events.get<GroupQuotaAlarmEvent>('group.quotaAlarm', 2);
    expect(second.body.QuotaUsed).toBe(7001);
    // Its time and its numbers tell an alarm, in whatever form they are written.
    const { EventTime } = sampleCallback(ALARM);
    await test.callback({ body: { ...sampleCallback(ALARM), EventTime: Number(EventTime) } });
    await test.callback({ body: { ...sampleCallback(ALARM), EventTime: Number(EventTime) + 1 } });
    const third = await test.events.get<GroupQuotaAlarmEvent>('group.quotaAlarm', 3);
    expect(third.body).toMatchObject({ EventTime: Number(EventTime) + 1, QuotaUsed: 7321 });
    const first = await test.events.get<GroupQuotaAlarmEvent>('group.quotaAlarm', 1);
    expect(first.id).toBe(`1400000000/${ALARM}/${EventTime}/7321/10000`);
    expect(new Set([first.id, second.id, third.id]).size).toBe(3);
  });

  it('delivers every copy of a callback that nothing identifies, and one copy if RequestId does', async () => {
    test = await createTestApp();
    const twice = { command: 'X.Y', body: { a: 1 } };
    await test.callback(twice);
    await test.callback(twice);
    await test.events.get('tencentChat.unknownCommand', 2);
    const { url } = signedRequest(twice);
    for (const requestId of ['RequestId=7-1', 'RequestID=7-1', 'RequestId=7-2']) {
      expect((await test.post(`${url}&${requestId}`, {}, '{"a":1}')).status).toBe(200);
    }
    await test.events.get('tencentChat.unknownCommand', 4);
    expect(test.events.names).toHaveLength(4);
  });

  it('forgets a callback after dedupeWindowMs', async () => {
    test = await createTestApp({ options: { delivery: inProcessDelivery({ dedupeWindowMs: 1 }) } });
    await vi.waitFor(async () => {
      await test.callback();
      expect(test.events.all('group.quotaAlarm')).toHaveLength(2);
    });
  });

  it('remembers no callback with a dedupeWindowMs of 0', async () => {
    test = await createTestApp({ options: { delivery: inProcessDelivery({ dedupeWindowMs: 0 }) } });
    await test.callback();
    await test.callback();
    await test.events.get('group.quotaAlarm', 2);
  });

  it('answers 503 over its capacity, and recovers', async () => {
    test = await createTestApp({
      providers: [ParkedService],
      options: { delivery: inProcessDelivery({ capacity: 3, concurrency: 2 }) },
    });
    const { gate, handled } = test.app.get(ParkedService);
    for (const nth of [1, 2, 3]) expect((await test.callback(alarm(nth))).status).toBe(200);
    const refused = await test.callback(alarm(4));
    expect(refused.status).toBe(503);
    expect(refused.json).toEqual({
      ActionStatus: 'FAIL',
      ErrorInfo: 'the callback could not be kept: 3 callbacks are waiting for their handlers',
      ErrorCode: 503,
    });
    gate.open();
    await vi.waitFor(() => expect(handled).toHaveLength(3));
    // What was refused is no duplicate when it comes again.
    expect((await test.callback(alarm(4))).status).toBe(200);
    await vi.waitFor(() => expect(handled).toHaveLength(4));
  });

  it('runs at most `concurrency` handlers at a time', async () => {
    test = await createTestApp({
      providers: [ParkedService],
      options: { delivery: inProcessDelivery({ concurrency: 2 }) },
    });
    const { gate, handled } = test.app.get(ParkedService);
    for (const nth of [1, 2, 3, 4]) await test.callback(alarm(nth));
    await gate.reached(2);
    expect(gate.waiting).toBe(2);
    gate.open();
    await vi.waitFor(() => expect(handled).toEqual([7001, 7002, 7003, 7004]));
  });
});

describe.each(ADAPTERS)('app.close() on %s', (adapter) => {
  it('waits for the handlers, answers 503 meanwhile, and does not wait for kept connections', async () => {
    const test = await createTestApp({ adapter, providers: [ParkedService] });
    const agent = new Agent({ keepAlive: true });
    onTestFinished(() => agent.destroy());
    const { gate, handled } = test.app.get(ParkedService);
    const post = (nth: number) => {
      const { url, headers, body } = signedRequest(alarm(nth));
      return send(test.baseUrl + url, { headers, body: JSON.stringify(body), agent });
    };
    const accepted = await post(1);
    expect(accepted.status).toBe(200);
    expect(accepted.headers.connection).toBe('keep-alive');
    await gate.reached();

    let closed = false;
    const closing = test.app.close().then(() => {
      closed = true;
    });
    const late = await vi.waitFor(async () => {
      const answer = await post(2);
      expect(answer.status).toBe(503);
      return answer;
    });
    expect(late.json.ErrorInfo).toMatch(/shutting down/);
    expect(late.headers.connection).toBe('close');
    expect(closed).toBe(false);

    const released = Date.now();
    gate.open();
    await closing;
    expect(handled).toContain(7001);
    // Node keeps an idle connection for 5 s, and that is what waiting for it would take.
    expect(Date.now() - released).toBeLessThan(2500);
  });

  it('waits drainTimeoutMs for handlers that do not end, then reports the loss', async () => {
    const error = vi.fn();
    const test = await createTestApp({
      adapter,
      providers: [ParkedService],
      // Without the quota watch, whose event would be a third one.
      options: { delivery: inProcessDelivery({ drainTimeoutMs: 50, concurrency: 1 }), quota: false },
      logger: { log() {}, warn() {}, error },
    });
    const { gate } = test.app.get(ParkedService);
    await test.callback(alarm(1));
    await test.callback(alarm(2));
    await gate.reached();
    await test.app.close();
    expect(error.mock.calls.flat().join('\n')).toMatch(
      /2 accepted callbacks were not handled within the 50 ms of drainTimeoutMs/,
    );
  });
});
