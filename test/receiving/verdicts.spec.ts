import { setTimeout } from 'node:timers/promises';
import v8 from 'node:v8';
import vm from 'node:vm';
import { Inject, Injectable, Module, type OnApplicationBootstrap, Scope, type Type } from '@nestjs/common';
import { HttpAdapterHost, REQUEST } from '@nestjs/core';
import { EventEmitter2, EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import type { FastifyInstance } from 'fastify';
import supertest from 'supertest';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  type CallbackCommand,
  type GroupBeforeCreateEvent,
  type HandledStep,
  inProcessDelivery,
  Lifecycle,
  type LiveBeforeSendGiftEvent,
  OnTencentChatEvent,
  type TencentChatEventMap,
  type TencentChatLateVerdictEvent,
  type VerdictOptions,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import {
  ADAPTERS,
  createTestApp,
  registration,
  signedRequest,
  type TestApp,
} from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';

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
  'chatbot.c2cSignal': 'Chatbot.OnC2CSignalMessage',
  'chatbot.interfaceInvocation': 'Chatbot.InterfaceInvocation',
  'chatbot.beforeAssignHuman': 'ChatBot.OnAssignHuman',
  'chatbot.beforeAssignAgent': 'ChatBot.OnAssignAgent',
  'desk.beforeContactUser': 'Desk.CallbackBeforeIMContactUser',
  'live.beforeSendGift': 'Live.CallbackBeforeSendGift',
} as const satisfies Partial<Record<keyof TencentChatEventMap, CallbackCommand>>;
type BeforeName = keyof typeof COMMANDS;

let test: TestApp;
let lines: string[];
afterEach(() => test.app.close());

async function start(verdicts: VerdictOptions = {}, providers: Type<unknown>[] = []): Promise<void> {
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
    '%s is answered at once without any handler, and the same when no handler has an opinion',
    async (name) => {
      await start();
      const undecided = name === 'chatbot.c2cSignal' ? { ...OK, ErrorCode: 1 } : OK;
      expect(await ask(name)).toMatchObject(undecided);
      on(name, () => undefined);
      expect(await ask(name)).toMatchObject(undecided);
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
    const own: number = code;
    handler.mockImplementationOnce((event) => event.reject({ code: own }));
    expect(await ask(name)).toEqual({ ...OK, ErrorCode: code });

    for (const wrong of [0, 2, notHonoured, 125_000.5, 10_150.5, Number.NaN]) {
      handler.mockImplementationOnce((event) => event.reject({ code: wrong }));
      // Still a rejection, although the fallback would allow it.
      expect(await ask(name)).toEqual({ ...OK, ErrorCode: 1 });
      expect(lines.at(-1)).toMatch(/built a rejection of \S+ wrongly, so that the plain rejection counts/);
      expect(lines.at(-1)).toMatch(/honours 1 or a code from \d+ to \d+, not/);
    }
    handler.mockImplementationOnce((event) => event.rewrite({}));
    await ask(name);
    expect(lines.at(-1)).toMatch(/is rewritten with a MsgBody, CloudCustomData or both/);
    handler.mockImplementationOnce((event) => event.rewrite({ MsgBody: [] }));
    await ask(name);
    expect(lines.at(-1)).toMatch(/at least one element/);
  });

  it('live.beforeSendGift', async () => {
    await start();
    const handler = vi.fn<(event: TencentChatEventMap['live.beforeSendGift']) => unknown>();
    on('live.beforeSendGift', handler);
    handler.mockImplementationOnce((event) => event.allow());
    expect(await ask('live.beforeSendGift')).toEqual(OK);
    handler.mockImplementationOnce((event) => event.reject());
    expect(await ask('live.beforeSendGift')).toEqual({ ...OK, ErrorCode: 1 });
    handler.mockImplementationOnce((event) => event.reject({ code: 102_200, info: 'too poor' }));
    expect(await ask('live.beforeSendGift')).toEqual({ ...OK, ErrorCode: 102_200, ErrorInfo: 'too poor' });
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
    expect(lines.at(-1)).toMatch(/is not about one of the refused accounts/);
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
      handler.mockImplementationOnce((event) => event.reject({ code: Number('1') }));
      expect(await ask(name, body)).toEqual(results([38000, ''], [38000, '']));
      expect(lines.at(-1)).toMatch(/honours a code from 38000 to 39000, not 1/);
    },
  );
});

describe('the answers that carry data', () => {
  it('chatbot.c2cSignal', async () => {
    await start();
    const handler = vi.fn<(event: TencentChatEventMap['chatbot.c2cSignal']) => unknown>();
    on('chatbot.c2cSignal', handler);
    handler.mockImplementationOnce((event) => event.reply(event.body.Data ?? ''));
    expect(await ask('chatbot.c2cSignal')).toEqual({ ...OK, RspData: '{"act":"stop"}' });
    handler.mockImplementationOnce((event) => event.ignore());
    expect(await ask('chatbot.c2cSignal')).toEqual({ ...OK, ErrorCode: 1 });
    handler.mockImplementationOnce((event) => event.reply({ act: 'stop' } as never));
    expect(await ask('chatbot.c2cSignal')).toEqual({ ...OK, ErrorCode: 1 });
    expect(lines.at(-1)).toMatch(/Chatbot\.OnC2CSignalMessage honours a string as data, not an? object/);
  });

  it('chatbot.interfaceInvocation', async () => {
    await start();
    const handler = vi.fn<(event: TencentChatEventMap['chatbot.interfaceInvocation']) => unknown>();
    on('chatbot.interfaceInvocation', handler);
    handler.mockImplementationOnce((event) => event.reply({ ...event.body.Body, city: 'Lyon', near: [1] }));
    expect(await ask('chatbot.interfaceInvocation')).toEqual({
      ...OK,
      Body: {
        ...sampleCallback('Chatbot.InterfaceInvocation').Body,
        city: 'Lyon',
        near: [1],
      },
    });
    for (const wrong of ['city', ['city'], null]) {
      handler.mockImplementationOnce((event) => event.reply(wrong as never));
      expect(await ask('chatbot.interfaceInvocation')).toEqual(OK);
      expect(lines.at(-1)).toMatch(/honours an object of variables as body/);
    }
  });

  it.each(['chatbot.beforeAssignHuman', 'chatbot.beforeAssignAgent'] as const)('%s', async (name) => {
    await start();
    const handler = vi.fn<(event: TencentChatEventMap[typeof name]) => unknown>();
    on(name, handler);
    const agents = { AgentGroupId: 7, AgentIdList: ['ann@example.com'] };
    for (const assignment of [agents, { AgentGroupId: 7 }, { AgentIdList: agents.AgentIdList }]) {
      handler.mockImplementationOnce((event) => event.assign(assignment));
      expect(await ask(name)).toEqual({ ...OK, ...assignment });
    }
    for (const [wrong, why] of [
      [{}, /an AgentGroupId, an AgentIdList or both/],
      [{ AgentIdList: [] }, /an AgentGroupId, an AgentIdList or both/],
      [{ AgentGroupId: '7' }, /a whole number as AgentGroupId/],
      [{ AgentIdList: 'ann@example.com' }, /a list of strings as AgentIdList/],
      [{ AgentId: 'ann' }, /an object of AgentGroupId and AgentIdList, and nothing else/],
      [undefined, /an object of AgentGroupId and AgentIdList, and nothing else/],
    ] as const) {
      handler.mockImplementationOnce((event) => event.assign(wrong as never));
      expect(await ask(name)).toEqual(OK);
      expect(lines.at(-1)).toMatch(why);
    }
  });

  it('desk.beforeContactUser', async () => {
    await start();
    const handler = vi.fn<(event: TencentChatEventMap['desk.beforeContactUser']) => unknown>();
    on('desk.beforeContactUser', handler);
    handler.mockImplementationOnce((event) => event.allow());
    expect(await ask('desk.beforeContactUser')).toEqual(OK);
    handler.mockImplementationOnce((event) => event.reject());
    expect(await ask('desk.beforeContactUser')).toEqual({ ...OK, ErrorCode: 1 });
  });

  it.each([
    ['allow', 'chatbot.c2cSignal', 1],
    ['reject', 'chatbot.c2cSignal', 1],
    ['allow', 'chatbot.interfaceInvocation', 0],
    ['reject', 'chatbot.interfaceInvocation', 1],
    ['allow', 'chatbot.beforeAssignHuman', 0],
    ['reject', 'chatbot.beforeAssignAgent', 1],
    ['reject', 'desk.beforeContactUser', 1],
  ] as const)(
    'with the fallback %s a handler of %s that fails counts as code %i',
    async (fallback, name, code) => {
      await start({ fallback });
      on(name, () => {
        throw new Error('out of order');
      });
      expect(await ask(name)).toEqual({ ...OK, ErrorCode: code });
    },
  );

  it('a reply of one handler beats `ignore` of another one', async () => {
    await start();
    on('chatbot.c2cSignal', (event) => event.ignore());
    on('chatbot.c2cSignal', (event) => event.reply('x'));
    expect(await ask('chatbot.c2cSignal')).toEqual({ ...OK, RspData: 'x' });
  });
});

describe('a method of an event', () => {
  const text = { MsgType: 'TIMTextElem', MsgContent: { Text: 'x' } };
  const cycle: Record<string, unknown> = {};
  cycle.itself = cycle;

  /** What JavaScript could write: whatever methods with whatever arguments. */
  type Methods = Record<string, (...given: unknown[]) => unknown>;

  it.each<[BeforeName, string, unknown[], RegExp]>([
    [
      'group.beforeCreate',
      'allow',
      [1],
      /Group\.CallbackBeforeCreateGroup honours allow\(\), without any other/,
    ],
    [
      'group.beforeCreate',
      'reject',
      [{ code: 10150, text: 'x' }],
      /honours an object of code and info, and nothing/,
    ],
    ['group.beforeCreate', 'reject', [10150], /honours an object of code and info/],
    ['group.beforeCreate', 'reject', [null], /honours an object of code and info/],
    ['group.beforeCreate', 'reject', [{}, {}], /honours reject\(\{ code\?, info\? \}\), without any other/],
    ['group.beforeCreate', 'reject', [{ info: 7 }], /honours a string as info, not a number/],
    [
      'group.beforeCreate',
      'reject',
      [{ code: 10150n }],
      /honours 1 or a code from 10100 to 10200, not 10150/,
    ],
    ['c2c.beforeSendMessage', 'drop', ['x'], /honours drop\(\), without any other/],
    ['c2c.beforeSendMessage', 'rewrite', [], /honours an object of MsgBody and CloudCustomData/],
    [
      'c2c.beforeSendMessage',
      'rewrite',
      [{ Msgbody: [text] }],
      /honours an object of MsgBody and CloudCustomData/,
    ],
    ['c2c.beforeSendMessage', 'rewrite', [{ MsgBody: ['text'] }], /elements have a MsgType and a MsgContent/],
    ['c2c.beforeSendMessage', 'rewrite', [{ MsgBody: 'text' }], /elements have a MsgType and a MsgContent/],
    ['c2c.beforeSendMessage', 'rewrite', [{ MsgBody: [text, null] }], /elements have a MsgType/],
    ['c2c.beforeSendMessage', 'rewrite', [{ MsgBody: [{ ...text, MsgType: 1 }] }], /elements have a MsgType/],
    ['c2c.beforeSendMessage', 'rewrite', [{ MsgBody: [{ ...text, MsgContent: 'x' }] }], /elements have/],
    ['c2c.beforeSendMessage', 'rewrite', [{ MsgBody: [{ ...text, MsgContent: [] }] }], /elements have/],
    [
      'c2c.beforeSendMessage',
      'rewrite',
      [{ CloudCustomData: {} }],
      /a string as CloudCustomData, not an? object/,
    ],
    ['c2c.beforeSendMessage', 'rewrite', [{ MsgBody: [{ ...text, n: 1n }] }], /has to be JSON: .*BigInt/],
    [
      'c2c.beforeSendMessage',
      'rewrite',
      [{ MsgBody: [{ ...text, n: Number.NaN }] }],
      /has to be JSON: n is NaN/,
    ],
    ['c2c.beforeSendMessage', 'rewrite', [{ MsgBody: [{ ...text, n() {} }] }], /has to be JSON: n is n\(\)/],
    ['c2c.beforeSendMessage', 'rewrite', [{ MsgBody: [{ ...text, cycle }] }], /has to be JSON: .*circular/],
    ['chatbot.interfaceInvocation', 'reply', [cycle], /has to be JSON: .*circular/],
    [
      'officialAccount.beforeSubscribe',
      'reject',
      [{ code: 120001 }],
      /honours reject\(\), without any other/,
    ],
    ['officialAccount.beforeSubscribe', 'refuse', ['user_1001'], /honours a list of strings as accounts/],
    ['desk.beforeContactUser', 'reject', [{ code: 1 }], /honours reject\(\), without any other/],
    ['group.beforeInviteJoin', 'refuse', [[], { code: 1 }], /honours refuse\(accounts\), without any other/],
    ['sns.beforeFriendAdd', 'refuse', [[7]], /honours a list of strings as accounts/],
    ['chatbot.c2cSignal', 'ignore', ['x'], /honours ignore\(\), without any other/],
  ])('of %s throws for what %s does not honour (%#)', async (name, method, given, message) => {
    await start();
    let thrown: unknown;
    on(name, (event) => {
      try {
        (event as unknown as Methods)[method]!(...given);
      } catch (error) {
        thrown = error;
      }
    });
    await ask(name);
    expect(thrown).toBeInstanceOf(String(thrown).startsWith('RangeError') ? RangeError : TypeError);
    expect(String(thrown)).toMatch(message);
  });

  it('builds an immutable verdict', async () => {
    await start();
    const MsgBody = [structuredClone(text)];
    const seen: unknown[] = [];
    on('c2c.beforeSendMessage', (event) => {
      const verdict = event.rewrite({ MsgBody });
      MsgBody[0]!.MsgContent.Text = 'changed';
      MsgBody.push(text);
      const { answer } = verdict;
      const [element] = answer.MsgBody as { MsgContent: object }[];
      seen.push(...[verdict, answer, answer.MsgBody, element, element?.MsgContent].map(Object.isFrozen));
      return verdict;
    });
    expect(await ask('c2c.beforeSendMessage')).toEqual({ ...OK, MsgBody: [text] });
    on('group.beforeInviteJoin', (event) => {
      const verdict = event.refuse(
        (event.body.DestinationMembers ?? []).flatMap((member) => member.Member_Account ?? []),
      );
      seen.push(Object.isFrozen(verdict), Object.isFrozen(verdict.answer));
      return verdict;
    });
    await ask('group.beforeInviteJoin');
    expect(seen).toEqual(Array.from({ length: 7 }, () => true));
  });
});

describe('several handlers', () => {
  it('reject beats drop beats rewrite beats allow, in any order of arrival', async () => {
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

  it('the rejected accounts of all handlers are combined', async () => {
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

  it("one that fails counts as the fallback, which competes with the others' verdicts", async () => {
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
        /@OnEvent failed on C2C\.CallbackBeforeSendMsg, so that '\w+' counts for it.*the word list is away/s,
      );
      if (fallback === 'allow') await test.app.close();
    }
  });
});

describe('handlers of one before-callback', () => {
  it('each get their own event and body, so that no handler sees the changes of another', async () => {
    await start();
    const seen: unknown[] = [];
    for (const nth of [0, 1]) {
      on('group.beforeInviteJoin', (event) => {
        seen.push({ nth, members: event.body.DestinationMembers?.length, attempt: event.attempt });
        event.body.DestinationMembers = [];
        Object.assign(event, { attempt: 7 });
        return undefined;
      });
    }
    await ask('group.beforeInviteJoin');
    const members = sampleCallback('Group.CallbackBeforeInviteJoinGroup').DestinationMembers.length;
    expect(seen).toEqual([0, 1].map((nth) => ({ nth, members, attempt: 1 })));
  });

  it('may belong to request-scoped providers, whose REQUEST is the event', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class Policy {
      constructor(@Inject(REQUEST) private readonly request: GroupBeforeCreateEvent) {}
      @OnTencentChatEvent('group.beforeCreate')
      decide(event: GroupBeforeCreateEvent) {
        return this.request === event ? this.request.reject({ code: 10_102 }) : undefined;
      }
    }
    await start({}, [Policy]);
    expect(await ask('group.beforeCreate')).toEqual({ ...OK, ErrorCode: 10_102 });
  });
});

describe('a verdict', () => {
  it('that is missing because its handler passes the signal on is logged in one correct line', async () => {
    await start({ timeoutMs: 40 });
    const ended = new Promise<unknown>((resolve) => {
      test.app.get(Lifecycle, { strict: false }).observe({ handled: ({ error }) => resolve(error) });
    });
    on('group.beforeCreate', async (event) => {
      await setTimeout(10_000, undefined, { signal: event.signal });
      return event.reject();
    });
    expect(await ask('group.beforeCreate')).toEqual(OK);
    expect(await ended).toMatchObject({ name: 'AbortError' });
    expect(lines).toEqual([
      expect.stringMatching(
        /^@OnEvent gave no verdict on Group\.CallbackBeforeCreateGroup within 40 ms, so that 'allow' counts, id /,
      ),
    ]);
  });

  it.each(['allow', 'reject'] as const)(
    "that is missing at timeoutMs is '%s'; a late one is reported, but not logged again",
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
      const handled = new Promise<HandledStep>((resolve) => {
        test.app.get(Lifecycle, { strict: false }).observe({ handled: resolve });
      });
      answered();
      const { lateByMs, handler, before } = await handled;
      expect({ handler, before }).toEqual({ handler: '@OnEvent', before: true });
      expect(lateByMs).toBeGreaterThan(0);
      expect(seen).toEqual([{ aborted: true, remainingMs: 0 }]);
      expect(lines).toEqual([
        expect.stringContaining(
          `@OnEvent gave no verdict on Group.CallbackBeforeCreateGroup within 40 ms, so that '${fallback}' counts, id `,
        ),
      ]);
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

  it('of another command is refused', async () => {
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

const asked = (name: BeforeName, changes: object = {}) =>
  ask(name, { ...sampleCallback(COMMANDS[name]), ...changes });

describe('verdicts.fallback', () => {
  const fail = (name: BeforeName) =>
    on(name, () => {
      throw new Error('out of order');
    });

  it('is by default what Chat does without an answer', async () => {
    await start();
    fail('live.beforeSendGift');
    fail('group.beforeCreate');
    expect(await asked('live.beforeSendGift')).toEqual({ ...OK, ErrorCode: 1 });
    expect(await asked('group.beforeCreate')).toEqual(OK);
  });

  it('may name events; all others keep the default', async () => {
    await start({ fallback: { 'group.beforeCreate': 'reject' } });
    for (const name of ['live.beforeSendGift', 'group.beforeCreate', 'group.beforeApplyJoin'] as const)
      fail(name);
    expect(await asked('live.beforeSendGift')).toEqual({ ...OK, ErrorCode: 1 });
    expect(await asked('group.beforeCreate')).toEqual({ ...OK, ErrorCode: 1 });
    expect(await asked('group.beforeApplyJoin')).toEqual(OK);
  });

  it.each<[VerdictOptions['fallback'], string[]]>([
    [undefined, []],
    [{ 'live.beforeSendGift': 'reject' }, []],
    ['allow', ["'allow' for live.beforeSendGift:"]],
    [
      { 'c2c.beforeSendMessage': 'reject', 'live.beforeSendGift': 'allow' },
      ["'reject' for c2c.beforeSendMessage:", "'allow' for live.beforeSendGift:"],
    ],
  ])('start-up says where %j is not what Chat does', async (fallback, expected) => {
    const logged: string[] = [];
    const log = (line: unknown) => void logged.push(String(line));
    test = await createTestApp({
      options: { verdicts: { fallback } },
      logger: { log, warn() {}, error() {} },
    });
    const notes = logged.filter((line) => line.includes('verdicts.fallback is'));
    expect(notes.map((line) => line.replace(/ without an answer.*/, ''))).toEqual(
      expected.map((part) => `verdicts.fallback is ${part}`),
    );
  });

  it.each([
    [{ 'group.created': 'allow' }, /verdicts\.fallback\.group\.created/],
    [{ 'group.beforeCreate': 'deny' }, /"verdicts\.fallback\.group\.beforeCreate" is/],
    ['deny', /"verdicts\.fallback" is/],
    [null, /"verdicts\.fallback" is/],
  ])('cannot be %j', async (fallback, message) => {
    test = await createTestApp();
    await expect(createTestApp({ options: { verdicts: { fallback: fallback as never } } })).rejects.toThrow(
      message,
    );
  });
});

describe('a verdict after the answer', () => {
  it.each(['late', 'outvoted'] as const)(
    'of a handler that is %s is an event of its own, with retries',
    async (why) => {
      const undone: TencentChatLateVerdictEvent[] = [];
      let release = (): void => {};
      const gate = new Promise<void>((resolve) => {
        release = resolve;
      });
      @Injectable()
      class Shop {
        @OnTencentChatEvent('live.beforeSendGift', { id: 'charge' })
        async charge(event: LiveBeforeSendGiftEvent) {
          await gate;
          return event.allow();
        }
        @OnTencentChatEvent('live.beforeSendGift', { id: 'rules' })
        rules(event: LiveBeforeSendGiftEvent) {
          return why === 'outvoted' ? event.reject({ code: 102_150 }) : undefined;
        }
        @OnTencentChatEvent('tencentChat.lateVerdict')
        undo(event: TencentChatLateVerdictEvent): void {
          undone.push(event);
          if (event.attempt === 1) throw new Error('once more');
        }
      }
      test = await createTestApp({
        providers: [Shop],
        options: {
          verdicts: { timeoutMs: 40 },
          delivery: inProcessDelivery({ retry: { initialDelayMs: 1 } }),
        },
      });
      const code = why === 'late' ? 1 : 102_150;
      expect(await asked('live.beforeSendGift')).toEqual({ ...OK, ErrorCode: code });
      release();
      await vi.waitFor(() => expect(undone).toHaveLength(2));
      const [first, second] = undone;
      expect(first?.id).toBe(second?.id);
      expect(second).toMatchObject({
        name: 'tencentChat.lateVerdict',
        sdkAppId: 1_400_000_000,
        event: 'live.beforeSendGift',
        command: 'Live.CallbackBeforeSendGift',
        handler: 'charge',
        verdict: { kind: 'allow', answer: OK },
        answered: { kind: 'reject', answer: { ...OK, ErrorCode: code } },
        lateByMs: expect.any(Number),
        body: sampleCallback('Live.CallbackBeforeSendGift'),
        attempt: 2,
      });
    },
  );
});

it('emits the late verdicts of each of several equal before-callbacks', async () => {
  const gate = new Gate();
  const undone = vi.fn<(event: TencentChatLateVerdictEvent) => void>();
  class Shop {
    @OnTencentChatEvent('group.beforeCreate')
    async charge(event: GroupBeforeCreateEvent) {
      await gate.pass();
      return event.allow();
    }
    @OnTencentChatEvent('tencentChat.lateVerdict')
    undo(event: TencentChatLateVerdictEvent): void {
      undone(event);
    }
  }
  test = await createTestApp({ providers: [Shop], options: { verdicts: { timeoutMs: 40 } } });
  for (let copy = 1; copy <= 3; copy += 1) await ask('group.beforeCreate');
  gate.open();
  await vi.waitFor(() => expect(undone).toHaveBeenCalledTimes(3));
});

describe.each(ADAPTERS)('a before-callback on %s', (adapter) => {
  it('is typed like any other, and never recognised as a duplicate', async () => {
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
      const verdicts = { timeoutMs: when === 'never' ? 30 : 1900, fallback: 'reject' } as const;
      test = await createTestApp({
        emitter: [EventEmitterModule.forRoot({ global: false })],
        providers: [Policy],
        registrations: [registration({ verdicts }), OuterModule],
      });
      const answer = await test.app.get(EarlyChat, { strict: false }).answer;
      expect(answer).toEqual({ ...OK, ErrorCode: when === 'never' ? 1 : 10101 });
    },
  );

  it('the log names a handler whose failure would go unnoticed', async () => {
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
    options: { verdicts: { timeoutMs: 1900 }, toleranceSeconds: 3600 },
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
