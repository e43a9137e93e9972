import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';
import { inProcessDelivery, type TencentChatEvent } from '../../src/index.js';
import { DOCUMENTED_CALLBACKS, without } from '../fixtures/documented-callbacks.js';
import { ADAPTERS, createTestApp, type TestApp } from './create-test-app.js';

it('the catalogue has every documented command, under its event', () => {
  const known = new Map(CATALOGUE.map(({ command, event }) => [command, event]));
  expect(known).toEqual(new Map(DOCUMENTED_CALLBACKS.map(({ command, event }) => [command, event])));
  expect(known.size).toBe(61);
});

it("the catalogue's samples are those of the documentation", () => {
  for (const { command, sample } of DOCUMENTED_CALLBACKS) {
    const { sample: ours } = CATALOGUE.find((callback) => callback.command === command)!;
    expect(new Set(Object.keys(ours)), command).toEqual(new Set(Object.keys(sample)));
  }
});

describe.each(ADAPTERS)('on %s', (adapter) => {
  let test: TestApp;
  beforeAll(async () => {
    const options = { delivery: inProcessDelivery({ dedupeWindowMs: 0 }) };
    test = await createTestApp({ adapter, options });
  });
  afterAll(() => test.app.close());

  async function arrived(command: string, event: string, body: object): Promise<TencentChatEvent> {
    const nth = test.events.names.filter((name) => name === event).length + 1;
    const answer = await test.callback({ command, body });
    expect(answer.json, JSON.stringify(body)).toMatchObject({
      ActionStatus: 'OK',
      ErrorInfo: '',
      ErrorCode: 0,
    });
    expect(answer.status).toBe(200);
    return test.events.get<TencentChatEvent>(event, nth);
  }

  it.each(DOCUMENTED_CALLBACKS)(
    '$command arrives as $event',
    async ({ command, event, eventTime, sample }) => {
      const received = await arrived(command, event, sample);
      expect(received).toMatchObject({ name: event, command, attempt: 1 });
      expect(received.eventTime?.getTime()).toBe(eventTime ?? undefined);
      expect(received.body.constructor).toBe(CATALOGUE.find((callback) => callback.command === command));
      expect(JSON.parse(JSON.stringify(received.body))).toEqual(numbersUnquoted(sample));
    },
  );

  it.each(DOCUMENTED_CALLBACKS)(
    '$command arrives without any of its optional members, and without all',
    async ({ command, event, optional, sample }) => {
      for (const path of optional) await arrived(command, event, without(sample, path));
      await arrived(command, event, optional.reduce(without, sample));
    },
  );

  it.each(DOCUMENTED_CALLBACKS)(
    '$command arrives with its numbers quoted',
    async ({ command, event, sample }) => {
      const quoted = JSON.parse(
        JSON.stringify(sample, (_key, value: unknown) => (typeof value === 'number' ? String(value) : value)),
      ) as object;
      const received = await arrived(command, event, quoted);
      expect(JSON.parse(JSON.stringify(received.body))).toEqual(numbersUnquoted(sample));
    },
  );

  it.each(DOCUMENTED_CALLBACKS)(
    '$command is refused without a member that is always there',
    async ({ command, required, sample }) => {
      for (const member of required) {
        const answer = await test.callback({ command, body: without(sample, member) });
        expect(answer.status, member).toBe(400);
        expect(answer.json.ErrorInfo).toContain(member);
      }
    },
  );

  it('keeps members within members that the documentation does not name', async () => {
    const body = {
      CallbackCommand: 'State.StateChange',
      Info: { Action: 'Login', To_Account: 'u', Reason: 'Register', New: [1] },
    };
    const received = await arrived('State.StateChange', 'state.changed', body);
    expect(received.body).toMatchObject({ Info: { New: [1] } });
  });

  it('takes keys of whatever characters, even halves of them', async () => {
    const sample = DOCUMENTED_CALLBACKS.find(({ event }) => event === 'c2c.messageSent')!.sample;
    for (const MsgKey of ['\ud800', 'a/b%', '\u0000']) {
      const received = await arrived('C2C.CallbackAfterSendMsg', 'c2c.messageSent', { ...sample, MsgKey });
      expect(received.body).toMatchObject({ MsgKey });
    }
  });

  it('takes UserIDs of digits as strings, however long', async () => {
    const body = `{"CallbackCommand":"Call.CallbackAfterStartCall","CallInfo":{"CallId":"c","CallMediaType":"Audio"},
      "UserList":[{"User_Account":144115225971632930,"Status":"Calling"},{"User_Account":1001,"Status":"Waiting"}],"EventTime":1767225600123}`;
    await test.callback({ command: 'Call.CallbackAfterStartCall', body });
    const nth = test.events.names.filter((name) => name === 'call.started').length;
    const received = await test.events.get<TencentChatEvent>('call.started', nth);
    expect(received.body).toMatchObject({
      UserList: [{ User_Account: '144115225971632930' }, { User_Account: '1001' }],
    });
  });
});

/** What a body becomes: quoted numbers of these members become numbers. */
function numbersUnquoted(sample: object): unknown {
  return JSON.parse(JSON.stringify(sample), (key: string, value: unknown) =>
    key === 'EventTime' && typeof value === 'string' ? Number(value) : value,
  );
}
