import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { DeadLetters, inProcessDelivery, isMsgElement, type TencentChatEventMap } from '../../src/index.js';
import { DOCUMENTED_CALLBACKS, changed, pathsOf, without } from '../fixtures/documented-callbacks.js';
import { ADAPTERS, createTestApp, type TestApp } from '../support/create-test-app.js';
import { StepLog } from '../support/step-log.js';

/** Values of other types, of which a member gets those that are none of its own. */
const SCALARS = ['x', '12', 12, 1.5, true, null];

const BEFORE = DOCUMENTED_CALLBACKS.filter(({ before }) => before);
const AFTER = DOCUMENTED_CALLBACKS.filter(({ before }) => !before);

describe.each(ADAPTERS)('a body with one changed member, on %s', (adapter) => {
  let test: TestApp;
  let steps: StepLog;
  beforeAll(async () => {
    test = await createTestApp({
      adapter,
      options: { delivery: inProcessDelivery({ dedupeWindowMs: 0 }), toleranceSeconds: 3600 },
    });
    steps = new StepLog(test.app, 'decided', 'deadLettered', 'accepted');
  });
  afterAll(() => test.app.close());

  it.each(BEFORE)('of $command is never refused', async ({ command, event, members, sample }) => {
    const paths = pathsOf(members).map(({ path }) => path);
    const emitted = () => test.events.names.filter((name) => name === event).length;
    for (const path of paths) {
      const asked = emitted();
      expect((await test.callback({ command, body: without(sample, path) })).status, path).toBe(200);
      // The handlers are asked, and see what is there.
      expect(emitted(), path).toBe(asked + 1);
      const bodies = SCALARS.map((value) => changed(sample, path, value));
      for (const answer of await Promise.all(bodies.map((body) => test.callback({ command, body })))) {
        expect(answer.status, path).toBe(200);
        expect(answer.json.ActionStatus).toBe('OK');
      }
    }
    const unreadable = steps.all('decided').filter((step) => step.unreadable !== undefined);
    expect(unreadable.every(({ decidedBy }) => decidedBy === 'fallback')).toBe(true);
  });

  it.each(AFTER)('of $command is never lost', async ({ command, members, sample }) => {
    const bodies = pathsOf(members).flatMap(({ path }) => [
      without(sample, path),
      ...SCALARS.map((value) => changed(sample, path, value)),
    ]);
    const kept = () => steps.all('accepted').length + steps.all('deadLettered').length;
    const before = kept();
    const dead = steps.all('deadLettered').length;
    const answers = [];
    for (const body of bodies) answers.push(await test.callback({ command, body }));
    const refused = answers.filter(({ status }) => status !== 200);
    expect(refused.every(({ status }) => status === 400)).toBe(true);
    expect(steps.all('deadLettered').length - dead).toBeLessThanOrEqual(refused.length);
    // Equal bodies are one dead letter.
    expect(kept() - before).toBeGreaterThanOrEqual(
      new Set(bodies.map((body) => JSON.stringify(body))).size * 0.9,
    );
  });
});

/** Members as public captures have them, with invented values. */
const CAPTURED: [string, object][] = [
  [
    'C2C.CallbackBeforeSendMsg',
    {
      From_Account: '1',
      To_Account: '2',
      FriendShip: 3,
      MsgRandom: 1,
      MsgSeq: 2,
      MsgTime: 1543209719,
      MsgBody: [],
    },
  ],
  [
    'Group.CallbackAfterSendMsg',
    { GroupId: '@TGS#a', Type: 'AVChatRoom', From_Account: 'a', MsgSeq: 1, MsgTime: 1543209719, MsgBody: [] },
  ],
  [
    'Bot.OnC2CMessage',
    {
      From_Account: '1',
      To_Account: '@bot',
      MsgRandom: 1,
      MsgSeq: 2,
      MsgTime: 1543209719,
      MsgKey: '2_1_1543209719',
      SendMsgResult: 0,
      ErrorInfo: 'send msg succeed',
      MsgBody: [],
    },
  ],
];

describe('a body', () => {
  let test: TestApp;
  let steps: StepLog;
  const seen: unknown[] = [];
  beforeAll(async () => {
    test = await createTestApp({ options: { verdicts: { fallback: 'reject' } } });
    steps = new StepLog(test.app, 'decided');
    const emitter = test.app.get(EventEmitter2);
    emitter.on('c2c.beforeSendMessage', async (event: TencentChatEventMap['c2c.beforeSendMessage']) => {
      for (const element of event.body.MsgBody ?? []) {
        seen.push(isMsgElement(element, 'TIMTextElem') ? element.MsgContent.Text.trim() : element.MsgContent);
      }
      return event.allow();
    });
  });
  afterAll(() => test.app.close());

  it.each(CAPTURED)('with the members of a capture passes: %s', async (command, members) => {
    const answer = await test.callback({ command, body: { CallbackCommand: command, ...members } });
    expect([answer.status, answer.json]).toEqual([200, { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 }]);
  });

  it.each([
    [{ MsgType: 'TIMTextElem', MsgContent: { Text: ' a ' } }, 'a'],
    [{ MsgType: 'TIMTextElem', MsgContent: { Text: 5 } }, { Text: 5 }],
    [{ MsgType: 'TIMTextElem', MsgContent: {} }, {}],
    [{ MsgType: 'TIMTextElem' }, {}],
    [{ MsgContent: { Text: 'a' } }, { Text: 'a' }],
  ])('with the element %j is narrowed only if its content is of the type', async (element, narrowed) => {
    const answer = await test.callback({
      command: 'C2C.CallbackBeforeSendMsg',
      body: { MsgBody: [element] },
    });
    expect(answer.json.ErrorCode).toBe(0);
    expect(seen.at(-1)).toEqual(narrowed);
  });

  it.each(['text', 7, true, [], [{}]])(
    'with the content %j is decided by the fallback',
    async (MsgContent) => {
      const asked = seen.length;
      const answer = await test.callback({
        command: 'C2C.CallbackBeforeSendMsg',
        body: { MsgBody: [{ MsgType: 'TIMTextElem', MsgContent }] },
      });
      expect([answer.status, answer.json.ErrorCode]).toEqual([200, 1]);
      expect(seen).toHaveLength(asked);
      expect(steps.all('decided').at(-1)).toMatchObject({
        decidedBy: 'fallback',
        unreadable: 'MsgContent must be an object',
        kind: 'reject',
      });
      expect(await test.app.get(DeadLetters).count()).toBe(0);
    },
  );

  it('about friends gets a rejection for each readable account', async () => {
    const body = { AddType: {}, FriendItem: [{ To_Account: 'ann' }, { To_Account: {} }, 7] };
    const answer = await test.callback({ command: 'Sns.CallbackPrevFriendAdd', body });
    expect(answer.json).toMatchObject({
      ResultItem: [{ To_Account: 'ann', ResultCode: 38_000, ResultInfo: '' }],
    });
  });
});
