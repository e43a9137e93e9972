import { Injectable, type INestApplication } from '@nestjs/common';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { ExpressAdapter } from '@nestjs/platform-express';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import { Test } from '@nestjs/testing';
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import {
  defineCallback,
  type GroupBeforeCreateEvent,
  type GroupQuotaAlarmEvent,
  inProcessDelivery,
  OnTencentChatEvent,
  type QuotaLevelReachedEvent,
  type TencentChatLateVerdictEvent,
} from '../../src/index.js';
import { nextTurn } from '../../src/common/time/next-turn.js';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';
import { createTestChat, sampleCallback, type TestChatOptions } from '../../src/testing/index.js';
import {
  ADAPTERS,
  createTestApp,
  registration,
  SDK_APP_ID,
  TOKEN,
  type TestAppOptions,
} from '../support/create-test-app.js';

import { Gate } from '../support/gate.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const BEFORE_CREATE = 'Group.CallbackBeforeCreateGroup';
const CHAT = { sdkAppId: SDK_APP_ID, token: TOKEN };

@Injectable()
class Alarms {
  readonly levels: number[] = [];
  failures = 0;

  @OnTencentChatEvent('group.quotaAlarm', { id: 'alarms.follow' })
  async follow(event: GroupQuotaAlarmEvent): Promise<void> {
    await nextTurn();
    if (event.attempt <= this.failures) throw new Error('no connection');
  }

  @OnTencentChatEvent('group.quotaLevelReached', { id: 'alarms.warn' })
  warn({ level }: QuotaLevelReachedEvent): void {
    this.levels.push(level);
  }
}

describe.each(ADAPTERS)('createTestChat, on %s', (adapter) => {
  let app: INestApplication;
  afterEach(async () => {
    vi.useRealTimers();
    await app.close();
  });

  async function startChat(test: TestAppOptions = {}, options: Partial<TestChatOptions> = {}) {
    ({ app } = await createTestApp({ adapter, providers: [Alarms], ...test }));
    return { chat: createTestChat(app, { ...CHAT, ...options }), alarms: app.get(Alarms, { strict: false }) };
  }

  it('needs no more of the app than init()', async () => {
    const imports = [EventEmitterModule.forRoot(), registration()];
    const module = await Test.createTestingModule({ imports, providers: [Alarms] }).compile();
    app = module.createNestApplication(adapter === 'fastify' ? new FastifyAdapter() : new ExpressAdapter());
    app.useLogger(false);
    await app.init();
    const chat = createTestChat(app, CHAT);
    const answers = await Promise.all([chat.send(ALARM), chat.send(ALARM), chat.verdict(BEFORE_CREATE)]);
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect((await chat.settled()).handled.filter(({ handler }) => handler === 'alarms.follow')).toHaveLength(
      2,
    );
  });

  it('sends a callback, and waits for the handlers of all events that follow', async () => {
    const { chat, alarms } = await startChat();
    const answer = await chat.send(ALARM, { QuotaUsed: 9100 });
    expect(answer).toEqual({ status: 200, ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
    const { handled, failures, deadLetters } = await chat.settled();
    expect(handled).toContainEqual({
      command: ALARM,
      event: 'group.quotaAlarm',
      handler: 'alarms.follow',
      attempt: 1,
    });
    expect(handled.map(({ handler }) => handler)).toContain('alarms.warn');
    expect(alarms.levels).toEqual([0.9]);
    expect([failures, deadLetters]).toEqual([[], []]);
  });

  it('sends another callback with the same call, and a duplicate only if the test gives its whole key', async () => {
    const { chat } = await startChat({ options: { quota: false } });
    const followed = async () =>
      (await chat.settled()).handled.filter(({ handler }) => handler === 'alarms.follow').length;
    await chat.send(ALARM);
    await chat.send(ALARM);
    expect(await followed()).toBe(2);
    const key = { EventTime: Date.now() + 5, QuotaUsed: 9200, Quota: 10_000 };
    await chat.send(ALARM, key);
    await chat.send(ALARM, key);
    expect(await followed()).toBe(1);
  });

  it('sends a duplicate where the key is the whole body, if the test gives a whole sample', async () => {
    const { chat } = await startChat();
    const body = sampleCallback('Group.CallbackAfterCreateGroup');
    const created = async () =>
      (await chat.settled()).handled.filter(({ handler }) => handler === 'QuotaWatch').length;
    await chat.send('group.created', body);
    await chat.send('group.created', body);
    expect(await created()).toBe(1);
    await chat.send('group.created', { GroupId: body.GroupId, EventTime: body.EventTime });
    expect(await created()).toBe(1);
  });

  it('counts a handler that waits for its next attempt as done, unless the test waits for retries', async () => {
    const { chat, alarms } = await startChat({
      options: { quota: false, delivery: inProcessDelivery({ retry: { initialDelayMs: 30 } }) },
    });
    alarms.failures = 1;
    await chat.send(ALARM);
    const first = await chat.settled();
    expect(first.failures).toMatchObject([
      { handler: 'alarms.follow', attempt: 1, error: new Error('no connection') },
    ]);
    const second = await chat.settled({ retries: true });
    expect(second.handled).toMatchObject([{ handler: 'alarms.follow', attempt: 2 }]);
  });

  it('names dead letters', async () => {
    const { chat, alarms } = await startChat({
      options: { quota: false, delivery: inProcessDelivery({ retry: { attempts: 1 } }) },
    });
    alarms.failures = 1;
    await chat.send(ALARM);
    const { deadLetters } = await chat.settled({ retries: true });
    expect(deadLetters).toMatchObject([{ command: ALARM, reason: 'failed' }]);
  });

  it('settles at once if nothing was sent, or the body is invalid', async () => {
    const { chat } = await startChat({ options: { quota: false } });
    await chat.settled();
    expect(await chat.send(ALARM, { QuotaUsed: {} } as object as Record<string, never>)).toMatchObject({
      status: 400,
    });
    expect((await chat.settled()).deadLetters).toMatchObject([{ reason: 'invalid' }]);
  });

  it('asks for a verdict', async () => {
    const { chat } = await startChat();
    expect(await chat.verdict('Group.CallbackBeforeSendMsg')).toMatchObject({ status: 200, ErrorCode: 0 });
    const forged = createTestChat(app, { ...CHAT, token: 'a-guess' });
    await expect(forged.verdict('Group.CallbackBeforeSendMsg')).rejects.toThrow(/was rejected with 401/);
  });

  it('takes the name of an event for its command', async () => {
    const rated = defineCallback({
      command: 'Room.CallbackAfterRate',
      event: 'room.rated',
      schema: z.object({ CallbackCommand: z.string(), Stars: z.number() }),
    });
    const { chat } = await startChat({ options: { callbacks: [rated] } });
    await chat.send('group.quotaAlarm', { QuotaUsed: 9100 });
    await chat.send('room.rated', { Stars: 5 });
    const handled = new Set((await chat.settled()).handled.map(({ command }) => command));
    expect(handled).toContain(ALARM);
    expect(handled).toContain('Room.CallbackAfterRate');
    expect(await chat.verdict('group.beforeCreate')).toMatchObject({ status: 200, ErrorCode: 0 });
  });

  it('returns a rejection as the answer', async () => {
    const { chat } = await startChat({}, { token: false });
    expect(await chat.send(ALARM)).toMatchObject({ status: 401, ActionStatus: 'FAIL', ErrorCode: 401 });
  });

  it('says that something other than the module has answered', async () => {
    const { chat } = await startChat({}, { path: '/elsewhere' });
    await expect(chat.send(ALARM)).rejects.toThrow(/not the module, but the app answered 404/);
  });

  it('says that the path lacks the global prefix, without the signature', async () => {
    const prefixed: TestAppOptions = { configure: (each) => void each.setGlobalPrefix('api') };
    const { chat } = await startChat(prefixed);
    const error: unknown = await chat.send(ALARM).catch((reason: unknown) => reason);
    expect(String(error)).toMatch(
      / at \/tencent-chat\/webhook: .*the whole path, with the app's global prefix\?$/s,
    );
    expect(String(error)).not.toContain('Sign=');
    await createTestChat(app, { ...CHAT, path: '/api/tencent-chat/webhook' }).verdict(ALARM);
  });

  it.each([
    ['Vitest', () => {}],
    // Jest 29 replaces every member of `performance` by a function.
    ['Jest', () => vi.spyOn(performance, 'timeOrigin', 'get').mockReturnValue((() => {}) as never)],
  ])('is not stopped by fake timers of %s', async (_runner, fakeMore) => {
    const { chat, alarms } = await startChat();
    vi.useFakeTimers();
    fakeMore();
    onTestFinished(() => void vi.restoreAllMocks());
    await chat.send('State.StateChange');
    await chat.send(ALARM, { QuotaUsed: 7100 });
    await chat.settled();
    expect(alarms.levels).toEqual([0.7]);
  });
});

describe('settled() of a before-handler that misses its deadline', () => {
  const gate = new Gate();
  @Injectable()
  class Policy {
    readonly undone: string[] = [];

    @OnTencentChatEvent('group.beforeCreate', { id: 'policy.decide' })
    async decide(event: GroupBeforeCreateEvent) {
      await gate.pass();
      return event.reject();
    }

    @OnTencentChatEvent('tencentChat.lateVerdict', { id: 'policy.undo' })
    undo({ handler }: TencentChatLateVerdictEvent): void {
      this.undone.push(handler);
    }
  }

  async function startChat() {
    const options = { verdicts: { timeoutMs: 40, fallback: 'reject' }, quota: false } as const;
    const { app } = await createTestApp({ providers: [Policy], options });
    onTestFinished(() => app.close());
    return { chat: createTestChat(app, CHAT), app };
  }

  it.each(['real', 'fake'])('resolves although it never ends, with %s timers', async (timers) => {
    const { chat } = await startChat();
    expect(await chat.verdict(BEFORE_CREATE)).toMatchObject({ ErrorCode: 1 });
    if (timers === 'fake') vi.useFakeTimers();
    onTestFinished(() => void vi.useRealTimers());
    expect(await chat.settled()).toEqual({ handled: [], failures: [], deadLetters: [] });
    await chat.settled();
  });

  it('waits for it if it ends, and for the event of its verdict', async () => {
    const { chat, app } = await startChat();
    await chat.verdict(BEFORE_CREATE);
    const settled = chat.settled();
    gate.open();
    const { handled } = await settled;
    expect(handled.map(({ handler }) => handler)).toEqual(
      expect.arrayContaining(['policy.decide', 'policy.undo']),
    );
    expect(app.get(Policy).undone).toEqual(['policy.decide']);
  });
});

it('settled() does not wait for handlers of tencentChat.rejected, which may hang', async () => {
  @Injectable()
  class Audit {
    @OnTencentChatEvent('tencentChat.rejected')
    note(): Promise<void> {
      return new Promise(() => {});
    }
  }
  const { app } = await createTestApp({ providers: [Audit] });
  onTestFinished(() => app.close());
  const chat = createTestChat(app, { ...CHAT, token: false });
  expect(await chat.send(ALARM)).toMatchObject({ status: 401 });
  expect(await chat.settled()).toEqual({ handled: [], failures: [], deadLetters: [] });
});

describe('The bodies of createTestChat', () => {
  it.each(CATALOGUE.map(({ command }) => command))('of %s are new callbacks each time', async (command) => {
    const { FreshBodies } = await import('../../src/testing/test-chat/fresh-bodies.js');
    const callback = CATALOGUE.find((each) => each.command === command)!;
    const bodies = new FreshBodies();
    const keys = Array.from({ length: 3 }, () =>
      callback.idempotencyKey(bodies.make(command, {}), undefined),
    );
    const known = keys.filter((key) => key !== undefined);
    expect(new Set(known).size).toBe(known.length);
  });
});
