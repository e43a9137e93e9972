import v8 from 'node:v8';
import vm from 'node:vm';
import { Injectable, Module, type OnApplicationBootstrap } from '@nestjs/common';
import { HttpAdapterHost } from '@nestjs/core';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import type { FastifyInstance } from 'fastify';
import supertest from 'supertest';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type CallbackCommand,
  type GroupBeforeCreateEvent,
  OnTencentChatEvent,
  type TencentChatEventMap,
  type VerdictOptions,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { ADAPTERS, createTestApp, registration, signedRequest, type TestApp } from './create-test-app.js';

const OK = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };
const COMMANDS = {
  'group.beforeCreate': 'Group.CallbackBeforeCreateGroup',
  'group.beforeApplyJoin': 'Group.CallbackBeforeApplyJoinGroup',
  'group.beforeCreateTopic': 'Group.CallbackBeforeCreateTopic',
  'group.beforeInviteJoin': 'Group.CallbackBeforeInviteJoinGroup',
  'group.beforeSendMessage': 'Group.CallbackBeforeSendMsg',
  'c2c.beforeSendMessage': 'C2C.CallbackBeforeSendMsg',
  'officialAccount.beforeCreate': 'OfficialAccount.CallbackBeforeCreateOfficialAccount',
  'officialAccount.beforeSubscribe': 'OfficialAccount.CallbackBeforeAddSubscriber',
  'officialAccount.beforeSendMessage': 'OfficialAccount.CallbackBeforeSendMsg',
  'sns.beforeFriendAdd': 'Sns.CallbackPrevFriendAdd',
  'sns.beforeFriendResponse': 'Sns.CallbackPrevFriendResponse',
} as const satisfies Partial<Record<keyof TencentChatEventMap, CallbackCommand>>;
type BeforeName = keyof typeof COMMANDS;

let test: TestApp;
let lines: string[];
afterEach(() => test.app.close());

async function start(verdicts: VerdictOptions = {}, providers: (new () => object)[] = []): Promise<void> {
  lines = [];
  const take = (...parts: unknown[]) => void lines.push(parts.join(' '));
  const logger = { log() {}, warn: take, error: take };
  test = await createTestApp({ options: { verdicts }, providers, logger });
}

/** Binds a handler the way Nest does: asynchronous, its failures seen. */
function on<Name extends BeforeName>(
  name: Name,
  handler: (event: TencentChatEventMap[Name]) => unknown,
): void {
  test.app.get(EventEmitter2).on(name, async (event: TencentChatEventMap[Name]) => handler(event));
}

async function ask(name: BeforeName, body?: object): Promise<unknown> {
  const command = COMMANDS[name];
  const answer = await test.callback({ command, body: body ?? sampleCallback(command) });
  expect(answer.status).toBe(200);
  return answer.json;
}

describe('the answers that each command honours', () => {
  it.each(Object.keys(COMMANDS) as BeforeName[])(
    '%s is allowed at once without any handler',
    async (name) => {
      await start();
      expect(await ask(name)).toMatchObject(OK);
    },
  );

  it.each(['group.beforeCreate', 'group.beforeApplyJoin', 'group.beforeCreateTopic'] as const)(
    '%s',
    async (name) => {
      await start();
      const handler = vi.fn<(event: TencentChatEventMap[typeof name]) => unknown>();
      on(name, handler);
      handler.mockImplementationOnce((event) => event.allow());
      expect(await ask(name)).toEqual(OK);
      handler.mockImplementationOnce((event) => event.reject());
      expect(await ask(name)).toEqual({ ...OK, ErrorCode: 1 });
      handler.mockImplementationOnce((event) => event.reject({ code: 10150, info: 'not now' }));
      expect(await ask(name)).toEqual({ ...OK, ErrorCode: 10150, ErrorInfo: 'not now' });
      handler.mockImplementationOnce(() => undefined);
      expect(await ask(name)).toEqual(OK);
    },
  );

  it.each([
    ['group.beforeSendMessage', 10100, 10201],
    ['c2c.beforeSendMessage', 130000, 10150],
    ['officialAccount.beforeSendMessage', 120001, 120000],
  ] as const)('%s', async (name, code, notHonoured) => {
    await start();
    const handler = vi.fn<(event: TencentChatEventMap[typeof name]) => unknown>();
    on(name, handler);
    const MsgBody = [{ MsgType: 'TIMTextElem', MsgContent: { Text: '***' } }];
    handler.mockImplementationOnce((event) => event.drop());
    expect(await ask(name)).toEqual({ ...OK, ErrorCode: 2 });
    handler.mockImplementationOnce((event) => event.rewrite({ MsgBody }));
    expect(await ask(name)).toEqual({ ...OK, MsgBody });
    handler.mockImplementationOnce((event) => event.rewrite({ CloudCustomData: '' }));
    expect(await ask(name)).toEqual({ ...OK, CloudCustomData: '' });
    handler.mockImplementationOnce((event) => event.reject({ code }));
    expect(await ask(name)).toEqual({ ...OK, ErrorCode: code });

    for (const wrong of [0, 2, notHonoured, 125_000.5, 10_150.5, Number.NaN]) {
      handler.mockImplementationOnce((event) => event.reject({ code: wrong }));
      expect(await ask(name)).toEqual(OK);
      expect(lines.at(-1)).toMatch(/honours 1 or a code from \d+ to \d+, not/);
    }
    handler.mockImplementationOnce((event) => event.rewrite({}));
    await ask(name);
    expect(lines.at(-1)).toMatch(/is rewritten with a MsgBody, CloudCustomData or both/);
    handler.mockImplementationOnce((event) => event.rewrite({ MsgBody: [] }));
    await ask(name);
    expect(lines.at(-1)).toMatch(/at least one element/);
  });

  it('group.beforeInviteJoin', async () => {
    await start();
    const handler = vi.fn<(event: TencentChatEventMap['group.beforeInviteJoin']) => unknown>();
    on('group.beforeInviteJoin', handler);
    const body = {
      ...sampleCallback('Group.CallbackBeforeInviteJoinGroup'),
      DestinationMembers: [{ Member_Account: 'ann' }, { Member_Account: 'bob' }],
    };
    handler.mockImplementationOnce((event) => event.refuse(['bob']));
    expect(await ask('group.beforeInviteJoin', body)).toEqual({ ...OK, RefusedMembers_Account: ['bob'] });
    handler.mockImplementationOnce((event) => event.reject({ code: 10200 }));
    expect(await ask('group.beforeInviteJoin', body)).toEqual({ ...OK, ErrorCode: 10200 });
    handler.mockImplementationOnce((event) => event.refuse(['eve']));
    expect(await ask('group.beforeInviteJoin', body)).toEqual(OK);
    expect(lines.at(-1)).toMatch(/is not about one of the accounts/);
  });

  it('officialAccount.beforeSubscribe', async () => {
    await start();
    const handler = vi.fn<(event: TencentChatEventMap['officialAccount.beforeSubscribe']) => unknown>();
    on('officialAccount.beforeSubscribe', handler);
    const body = {
      ...sampleCallback('OfficialAccount.CallbackBeforeAddSubscriber'),
      SubscribeAccountList: [{ Subscriber_Account: 'ann' }, { Subscriber_Account: 'bob' }],
    };
    handler.mockImplementationOnce((event) => event.refuse(['ann']));
    expect(await ask('officialAccount.beforeSubscribe', body)).toEqual({
      ...OK,
      RefusedSubscribers_Account: ['ann'],
    });
    handler.mockImplementationOnce((event) => event.reject());
    expect(await ask('officialAccount.beforeSubscribe', body)).toEqual({ ...OK, ErrorCode: 1 });
  });

  it.each(['FriendItem', 'ResponseFriendItem'] as const)(
    'sns: a result for every account of %s',
    async (list) => {
      await start();
      const name = list === 'FriendItem' ? 'sns.beforeFriendAdd' : 'sns.beforeFriendResponse';
      const handler = vi.fn<(event: TencentChatEventMap[typeof name]) => unknown>();
      on(name, handler);
      const items = ['ann', 'bob'].map((To_Account) => ({
        To_Account,
        ResponseAction: 'Response_Action_Agree',
      }));
      const body = { ...sampleCallback(COMMANDS[name]), [list]: items };
      const results = (...codes: [number, string][]) => ({
        ...OK,
        ResultItem: codes.map(([ResultCode, ResultInfo], nth) => ({
          To_Account: ['ann', 'bob'][nth],
          ResultCode,
          ResultInfo,
        })),
      });
      expect(await ask(name, body)).toEqual(results([0, ''], [0, '']));
      handler.mockImplementationOnce((event) => event.reject());
      expect(await ask(name, body)).toEqual(results([38000, ''], [38000, '']));
      handler.mockImplementationOnce((event) => event.refuse(['bob'], { code: 39000, info: 'no' }));
      expect(await ask(name, body)).toEqual(results([0, ''], [39000, 'no']));
      handler.mockImplementationOnce((event) => event.reject({ code: 1 }));
      expect(await ask(name, body)).toEqual(results([0, ''], [0, '']));
      expect(lines.at(-1)).toMatch(/honours a code from 38000 to 39000, not 1/);
    },
  );
});

describe('several handlers', () => {
  it('reject beats drop beats rewrite beats allow, in whatever order they come', async () => {
    await start();
    const says = ['allow', 'rewrite', 'drop', 'reject'] as const;
    let voices: readonly (typeof says)[number][] = [];
    for (const nth of [0, 1]) {
      on('c2c.beforeSendMessage', (event) =>
        voices[nth] === 'rewrite' ? event.rewrite({ CloudCustomData: 'x' }) : event[voices[nth] ?? 'allow'](),
      );
    }
    const answers = {
      allow: OK,
      rewrite: { ...OK, CloudCustomData: 'x' },
      drop: { ...OK, ErrorCode: 2 },
      reject: { ...OK, ErrorCode: 1 },
    };
    for (const [first, one] of says.entries()) {
      for (const [second, other] of says.entries()) {
        voices = [one, other];
        expect(await ask('c2c.beforeSendMessage')).toEqual(answers[says[Math.max(first, second)] ?? 'allow']);
      }
    }
  });

  it('accounts that they refuse add up', async () => {
    await start();
    on('group.beforeInviteJoin', (event) => event.refuse(['ann']));
    on('group.beforeInviteJoin', (event) => event.refuse(['bob', 'ann']));
    const members = ['ann', 'bob', 'eve'].map((Member_Account) => ({ Member_Account }));
    const body = { ...sampleCallback('Group.CallbackBeforeInviteJoinGroup'), DestinationMembers: members };
    expect(await ask('group.beforeInviteJoin', body)).toEqual({
      ...OK,
      RefusedMembers_Account: ['ann', 'bob'],
    });
  });

  it('a rejection does not wait for the others', async () => {
    await start();
    on('group.beforeCreate', () => new Promise(() => {}));
    on('group.beforeCreate', (event) => event.reject());
    expect(await ask('group.beforeCreate')).toEqual({ ...OK, ErrorCode: 1 });
    expect(lines).toEqual([]);
  });

  it("one that fails counts as the fallback, and the others' verdicts stand against it", async () => {
    for (const [fallback, code] of [
      ['allow', 2],
      ['reject', 1],
    ] as const) {
      await start({ fallback });
      on('c2c.beforeSendMessage', () => {
        throw new Error('the word list is away');
      });
      on('c2c.beforeSendMessage', (event) => event.drop());
      expect(await ask('c2c.beforeSendMessage')).toEqual({ ...OK, ErrorCode: code });
      expect(lines.join()).toMatch(
        /a handler of C2C\.CallbackBeforeSendMsg failed, so that '\w+' counts for it.*the word list is away/s,
      );
      if (fallback === 'allow') await test.app.close();
    }
  });
});

describe('a verdict', () => {
  it.each(['allow', 'reject'] as const)(
    "that is missing at timeoutMs is '%s'; one that comes late is logged",
    async (fallback) => {
      await start({ timeoutMs: 40, fallback });
      let answered = (): void => {};
      const gate = new Promise<void>((resolve) => {
        answered = resolve;
      });
      const seen: { aborted: boolean; remainingMs: number }[] = [];
      on('group.beforeCreate', async (event) => {
        expect(event.remainingMs).toBeGreaterThan(0);
        expect(event.remainingMs).toBeLessThanOrEqual(40);
        expect(event.signal.aborted).toBe(false);
        await gate;
        seen.push({ aborted: event.signal.aborted, remainingMs: event.remainingMs });
        return event.reject({ code: 10111 });
      });
      expect(await ask('group.beforeCreate')).toEqual({ ...OK, ErrorCode: fallback === 'allow' ? 0 : 1 });
      answered();
      await vi.waitFor(() => expect(lines).toHaveLength(2));
      expect(seen).toEqual([{ aborted: true, remainingMs: 0 }]);
      expect(lines[0]).toMatch(
        `1 handlers of Group.CallbackBeforeCreateGroup gave no verdict within 40 ms, so that '${fallback}' counts`,
      );
      expect(lines[1]).toMatch(/came \d+ ms too late: it would have said 'reject' with ErrorCode 10111/);
    },
  );

  it.each<[string, unknown]>([
    ['true', true],
    ['an answer by hand', { ActionStatus: 'OK', ErrorCode: 5, ErrorInfo: '' }],
    ['a code', 1],
  ])('cannot be %s', async (_what, opinion) => {
    await start({ fallback: 'reject' });
    on('group.beforeCreate', () => opinion);
    expect(await ask('group.beforeCreate')).toEqual({ ...OK, ErrorCode: 1 });
    expect(lines.join()).toMatch(/something other than a verdict of its event, such as event\.allow\(\)/);
  });

  it('cannot be that of another command', async () => {
    await start();
    let other: unknown;
    on('c2c.beforeSendMessage', (event) => {
      other = event.drop();
      return other;
    });
    on('group.beforeCreate', () => other);
    await ask('c2c.beforeSendMessage');
    expect(await ask('group.beforeCreate')).toEqual(OK);
    expect(lines.join()).toMatch(/something other than a verdict/);
  });
});

describe.each(ADAPTERS)('a before-callback on %s', (adapter) => {
  it('is typed and refused like any other, and never recognised as a duplicate', async () => {
    const handler = vi.fn<(event: GroupBeforeCreateEvent) => void>();
    test = await createTestApp({ adapter });
    on('group.beforeCreate', handler);
    await ask('group.beforeCreate');
    await ask('group.beforeCreate');
    expect(handler).toHaveBeenCalledTimes(2);
    expect(handler.mock.lastCall?.[0]).toMatchObject({
      name: 'group.beforeCreate',
      id: expect.stringMatching(/^1400000000\/Group\.CallbackBeforeCreateGroup\//),
      attempt: 1,
      eventTime: expect.any(Date),
      body: { Operator_Account: expect.any(String) },
    });
    const invalid = await test.callback({
      command: COMMANDS['group.beforeCreate'],
      body: { Type: 'Public' },
    });
    expect(invalid.status).toBe(400);
  });

  it('is decided while after-callbacks wait, over capacity and while the app shuts down', async () => {
    @Injectable()
    class Slow {
      entered = new Promise<void>((resolve) => {
        this.enter = resolve;
      });
      private enter!: () => void;
      release!: () => void;
      private released = new Promise<void>((resolve) => {
        this.release = resolve;
      });
      @OnTencentChatEvent('group.quotaAlarm')
      async alarm(): Promise<void> {
        this.enter();
        await this.released;
      }
      @OnTencentChatEvent('group.beforeCreate')
      create(event: GroupBeforeCreateEvent) {
        return event.reject();
      }
    }
    test = await createTestApp({ adapter, providers: [Slow] });
    const slow = test.app.get(Slow);
    await test.callback();
    await slow.entered;
    expect(await ask('group.beforeCreate')).toEqual({ ...OK, ErrorCode: 1 });
    const closing = test.app.close();
    expect(await ask('group.beforeCreate')).toEqual({ ...OK, ErrorCode: 1 });
    slow.release();
    await closing;
  });
});

describe('at start-up', () => {
  it.each(['before', 'never'] as const)(
    'a callback that comes before the handlers are bound waits for them (%s the deadline)',
    async (when) => {
      @Injectable()
      class Policy {
        @OnTencentChatEvent('group.beforeCreate')
        create(event: GroupBeforeCreateEvent) {
          return event.reject({ code: 10101 });
        }
      }
      @Injectable()
      class EarlyChat implements OnApplicationBootstrap {
        answer: Promise<unknown> | undefined;
        constructor(private readonly host: HttpAdapterHost) {}
        async onApplicationBootstrap(): Promise<void> {
          const { url, headers, body } = signedRequest({ command: COMMANDS['group.beforeCreate'] });
          const server = this.host.httpAdapter.getHttpServer();
          this.answer = supertest(server)
            .post(url)
            .set(headers)
            .send(body)
            .then((response) => response.body);
          if (when === 'never') await this.answer;
        }
      }
      // The deeper a module is imported, the earlier its hooks run: before those that bind the listeners, unless those
      // are of a global module.
      @Module({ providers: [EarlyChat] })
      class DeepModule {}
      @Module({ imports: [DeepModule] })
      class OuterModule {}
      const verdicts = { timeoutMs: when === 'never' ? 30 : 10_000, fallback: 'reject' } as const;
      test = await createTestApp({
        emitter: [EventEmitterModule.forRoot({ global: false })],
        providers: [Policy],
        registrations: [registration({ verdicts }), OuterModule],
      });
      const answer = await test.app.get(EarlyChat, { strict: false }).answer;
      expect(answer).toEqual({ ...OK, ErrorCode: when === 'never' ? 1 : 10101 });
    },
  );

  it('a handler whose failure nobody would see is named', async () => {
    @Injectable()
    class Moderation {
      @OnEvent('group.beforeCreate')
      plain(): void {}
      @OnEvent('c2c.beforeSendMessage', { suppressErrors: false })
      seen(): void {}
      @OnTencentChatEvent('group.beforeApplyJoin')
      typed(): void {}
      @OnEvent('group.quotaAlarm')
      after(): void {}
    }
    await start({}, [Moderation]);
    expect(lines).toEqual([
      expect.stringMatching(/^Moderation\.plain listens to group\.beforeCreate with a plain @OnEvent/),
    ]);
  });
});

it('leaves nothing behind: 200,000 before-callbacks cost no memory and no timer', async () => {
  v8.setFlagsFromString('--expose-gc');
  const gc = vm.runInNewContext('gc') as () => void;
  lines = [];
  test = await createTestApp({
    adapter: 'fastify',
    options: { verdicts: { timeoutMs: 60_000 }, toleranceSeconds: 3600 },
  });
  const emitter = test.app.get(EventEmitter2);
  for (const log of emitter.listenersAny()) emitter.offAny(log); // it keeps every event
  on('c2c.beforeSendMessage', async (event) => {
    event.signal.addEventListener('abort', () => {});
    return event.remainingMs > 0 ? event.reject() : undefined;
  });
  const { url, headers, body: payload } = signedRequest({ command: COMMANDS['c2c.beforeSendMessage'] });
  const fastify = test.app.getHttpAdapter().getInstance() as FastifyInstance;
  const REJECTED = JSON.stringify({ ...OK, ErrorCode: 1 });
  const heapAfter = async (callbacks: number): Promise<number> => {
    for (let sent = 0; sent < callbacks; sent += 100) {
      const answers = Array.from({ length: 100 }, () =>
        fastify.inject({ method: 'POST', url, headers, payload }),
      );
      for (const answer of await Promise.all(answers)) {
        if (answer.payload !== REJECTED) throw new Error(answer.payload);
      }
    }
    gc();
    return process.memoryUsage().heapUsed;
  };

  const warm = await heapAfter(10_000);
  const done = await heapAfter(200_000);
  // A timer or a listener for each would be 30 MB and more.
  expect((done - warm) / 2 ** 20).toBeLessThan(8);
  expect(process.getActiveResourcesInfo().filter((kind) => kind === 'Timeout').length).toBeLessThan(20);
}, 600_000);
