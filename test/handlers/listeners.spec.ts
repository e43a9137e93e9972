import { Injectable, type OnModuleInit } from '@nestjs/common';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  DeadLetters,
  DeliveryMonitor,
  inProcessDelivery,
  OnTencentChatEvent,
  TencentChatEvent,
  type GroupBeforeCreateEvent,
  type GroupQuotaAlarmEvent,
} from '../../src/index.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { StepLog } from '../support/step-log.js';

const CREATED = 'Group.CallbackAfterCreateGroup';
const BEFORE_CREATE = 'Group.CallbackBeforeCreateGroup';

let calls: string[];
let test: TestApp;
afterEach(() => test.app.close());

async function completed(changes?: Parameters<TestApp['callback']>[0]): Promise<void> {
  const steps = new StepLog(test.app, 'completed');
  expect((await test.callback(changes)).status).toBe(200);
  await steps.get('completed');
}

@Injectable()
class Groups {
  @OnTencentChatEvent('group.created')
  typed(event: unknown): void {
    calls.push(`typed ${event instanceof TencentChatEvent}`);
  }
  @OnEvent('group.created')
  plain(event: unknown): void {
    calls.push(`plain ${event instanceof TencentChatEvent}`);
  }
}

describe("an event of the app's own with the name of one of ours", () => {
  it('reaches @OnEvent, and not @OnTencentChatEvent', async () => {
    calls = [];
    test = await createTestApp({ providers: [Groups] });
    await test.app.get(EventEmitter2).emitAsync('group.created', { ours: false });
    expect(calls).toEqual(['plain false']);
    await completed({ command: CREATED });
    expect(calls).toEqual(['plain false', 'typed true', 'plain true']);
  });

  it('is kept apart by eventPrefix', async () => {
    calls = [];
    test = await createTestApp({ providers: [Groups], options: { eventPrefix: 'chat.' } });
    test.app.get(EventEmitter2).on('chat.group.created', () => calls.push('prefixed'));
    await completed({ command: CREATED });
    expect(calls).toEqual(['prefixed']);
  });
});

describe('an emitter with wildcards', () => {
  it('calls each matching pattern once, besides the handlers', async () => {
    @Injectable()
    class Wild {
      @OnEvent('group.*')
      family(event: { name: string }): void {
        calls.push(`group.* ${event.name}`);
      }
      @OnEvent('**')
      everything(event: { name: string }): void {
        calls.push(`** ${event.name}`);
      }
      @OnEvent('c2c.*')
      other(): void {
        calls.push('c2c.*');
      }
      @OnTencentChatEvent('group.quotaAlarm')
      typed(): void {
        calls.push('typed');
      }
    }
    calls = [];
    test = await createTestApp({
      providers: [Wild],
      emitter: [EventEmitterModule.forRoot({ wildcard: true })],
      options: { quota: false },
    });
    await completed();
    expect(calls.toSorted()).toEqual(['** group.quotaAlarm', 'group.* group.quotaAlarm', 'typed']);
  });

  it('lets patterns decide on before-callbacks', async () => {
    @Injectable()
    class Wild {
      @OnEvent('group.*', { suppressErrors: false })
      decide(event: GroupBeforeCreateEvent) {
        return event.reject({ code: 10_111 });
      }
    }
    test = await createTestApp({
      providers: [Wild],
      emitter: [EventEmitterModule.forRoot({ wildcard: true })],
    });
    const { json } = await test.callback({ command: BEFORE_CREATE });
    expect(json).toMatchObject({ ErrorCode: 10_111 });
  });
});

describe('listeners that the app binds by hand', () => {
  it('are called: on, once, prependListener and onAny', async () => {
    calls = [];
    test = await createTestApp({ options: { quota: false } });
    const emitter = test.app.get(EventEmitter2);
    emitter.on('group.created', () => calls.push('on'));
    emitter.once('group.created', () => calls.push('once'));
    emitter.prependListener('group.created', () => calls.push('first'));
    emitter.onAny((name: string | string[]) => calls.push(`any ${String(name)}`));
    await completed({ command: CREATED });
    expect(calls).toEqual(['first', 'on', 'once', 'any group.created']);
    calls = [];
    await completed({ command: CREATED, body: { ...BODY, Name: 'another' } });
    expect(calls).toEqual(['first', 'on', 'any group.created']);
  });

  it('are all called even if the first one removes itself', async () => {
    calls = [];
    test = await createTestApp({ options: { quota: false } });
    const emitter = test.app.get(EventEmitter2);
    // The test's own, which is called by itself.
    emitter
      .listenersAny()
      .slice()
      .forEach((listener) => emitter.offAny(listener));
    emitter.once('group.created', () => calls.push('once'));
    emitter.on('group.created', () => calls.push('on'));
    emitter.on('group.created', () => calls.push('another'));
    await completed({ command: CREATED });
    expect(calls).toEqual(['once', 'on', 'another']);
  });

  it('are one handler together: called again when one of them fails, while the others are not', async () => {
    @Injectable()
    class Alarms {
      @OnTencentChatEvent('group.quotaAlarm')
      typed({ attempt }: GroupQuotaAlarmEvent): void {
        calls.push(`typed ${attempt}`);
      }
    }
    calls = [];
    test = await createTestApp({
      providers: [Alarms],
      options: { delivery: inProcessDelivery({ retry: { initialDelayMs: 1 } }), quota: false },
    });
    const emitter = test.app.get(EventEmitter2);
    emitter.on('group.quotaAlarm', async ({ attempt }: GroupQuotaAlarmEvent) => {
      calls.push(`failing ${attempt}`);
      if (attempt < 2) throw new Error('the chat is away');
    });
    emitter.on('group.quotaAlarm', ({ attempt }: GroupQuotaAlarmEvent) => calls.push(`other ${attempt}`));
    await completed();
    expect(calls).toEqual(['typed 1', 'failing 1', 'other 1', 'failing 2', 'other 2']);
  });

  it('do not take part in a verdict if they listen to every event', async () => {
    test = await createTestApp();
    const steps = new StepLog(test.app, 'decided');
    test.app.get(EventEmitter2).onAny((_name: unknown, event: unknown) => {
      return (event as GroupBeforeCreateEvent).reject();
    });
    const { json } = await test.callback({ command: BEFORE_CREATE });
    expect(json).toMatchObject({ ErrorCode: 0 });
    expect(steps.all('decided')).toMatchObject([{ decidedBy: 'nobody', kind: 'allow' }]);
  });
});

const BODY = {
  GroupId: '@TGS#1',
  Operator_Account: 'admin',
  Type: 'Public',
  Name: 'book club',
  EventTime: 1767225600123,
};

describe('listeners that can never be bound', () => {
  /** Nest binds the listeners at start-up: what the emitter throws then, it keeps to itself. */
  @Injectable()
  class Saboteur implements OnModuleInit {
    constructor(private readonly emitter: EventEmitter2) {}
    onModuleInit(): void {
      this.emitter.on('newListener', () => {
        throw new Error('the emitter is full');
      });
    }
    @OnEvent('group.created')
    created(): void {}
    @OnTencentChatEvent('group.created')
    typed(): void {
      calls.push('typed');
    }
  }

  it('mean 503 for callbacks, the fallback for before-callbacks, and a line in the log', async () => {
    calls = [];
    const error = vi.fn();
    test = await createTestApp({
      providers: [Saboteur],
      emitter: [EventEmitterModule.forRoot({ newListener: true })],
      options: { verdicts: { fallback: 'reject' } },
      logger: { log() {}, warn() {}, error },
    });
    await vi.waitFor(() => expect(error).toHaveBeenCalled());
    const lines = () => error.mock.calls.flat().join('\n');
    expect(lines()).toMatch(/the listeners of the app cannot be bound: callbacks are answered 503/);
    expect(lines()).toMatch(/the emitter is full/);
    for (const command of [CREATED, 'X.Y', 'Group.CallbackOnDailyGroupQuotaAlarm']) {
      const answer = await test.callback({ command });
      expect(answer.status).toBe(503);
      expect(answer.json).toEqual({
        ActionStatus: 'FAIL',
        ErrorInfo: 'the callback could not be kept: the listeners of the app cannot be bound',
        ErrorCode: 503,
      });
    }
    const before = await test.callback({ command: BEFORE_CREATE });
    expect(before.status).toBe(200);
    expect(before.json).toMatchObject({ ErrorCode: 1 });
    expect(await test.app.get(DeliveryMonitor).stats()).toMatchObject({ pending: 0 });
    expect(await test.app.get(DeadLetters).list()).toEqual([]);
    expect(calls).toEqual([]);
  });
});
