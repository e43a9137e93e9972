import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';
import { inProcessDelivery, type TencentChatEvent } from '../../src/index.js';
import { storedSample } from '../../src/testing/sample-callback.js';
import {
  changed,
  DOCUMENTED_CALLBACKS,
  type DocumentedMember,
  pathsOf,
  without,
} from '../fixtures/documented-callbacks.js';
import { differences } from '../fixtures/differences.js';
import { ADAPTERS, createTestApp, type TestApp } from '../support/create-test-app.js';

describe('the catalogue is what is documented:', () => {
  it('every command, under its event', () => {
    const known = new Map(CATALOGUE.map(({ command, event }) => [command, event]));
    expect(known).toEqual(new Map(DOCUMENTED_CALLBACKS.map(({ command, event }) => [command, event])));
    expect(known.size).toBe(90);
    expect(new Set(known.values()).size).toBe(90);
  });

  it.each(DOCUMENTED_CALLBACKS)('$command has its members, and no others', ({ command, members, before }) => {
    const callback = callbackOf(command);
    expect('verdicts' in callback).toBe(before);
    expect(differences(callback, members)).toEqual([]);
  });

  it.each(DOCUMENTED_CALLBACKS)('$command has its sample in the testing kit', ({ command, sample }) => {
    expect(storedSample(command)).toEqual(sample);
  });
});

const callbackOf = (command: string) => CATALOGUE.find((callback) => callback.command === command)!;

/** Bodies of before-callbacks are never refused. */
const AFTER = DOCUMENTED_CALLBACKS.filter(({ before }) => !before);

/** Something that a member of that type cannot be. */
const WRONG = {
  string: {},
  integer: 'many',
  boolean: 'perhaps',
  array: {},
  object: [],
  'string|integer': {},
} satisfies Record<DocumentedMember['type'], unknown>;

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
      // The only one of which nothing is known for 0 without data.
      ErrorCode: event === 'chatbot.c2cSignal' ? 1 : 0,
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
      expect(received.body.constructor).toBe(callbackOf(command));
      expect(JSON.parse(JSON.stringify(received.body))).toEqual(numbersUnquoted(sample));
    },
  );

  it.each(DOCUMENTED_CALLBACKS)(
    '$command arrives without any of its optional members, and without all',
    async ({ command, event, members, sample }) => {
      const optional = pathsOf(members)
        .filter(({ required }) => !required)
        .map(({ path }) => path);
      for (const path of optional) await arrived(command, event, without(sample, path));
      await arrived(command, event, optional.reduce(without, sample));
    },
  );

  it.each(DOCUMENTED_CALLBACKS)(
    '$command arrives with its numbers quoted',
    async ({ command, event, members, sample }) => {
      const integers = pathsOf(members).flatMap(({ type, name }) => (type === 'integer' ? [name] : []));
      const quoted = JSON.parse(
        JSON.stringify(sample, (key, value: unknown) =>
          typeof value === 'number' && integers.includes(key) ? String(value) : value,
        ),
      ) as object;
      const received = await arrived(command, event, quoted);
      expect(JSON.parse(JSON.stringify(received.body))).toEqual(numbersUnquoted(sample));
    },
  );

  it.each(AFTER)(
    '$command is refused without a member that is always there',
    async ({ command, members, sample }) => {
      for (const { name } of members.filter(({ required }) => required)) {
        const answer = await test.callback({ command, body: without(sample, name) });
        expect(answer.status, name).toBe(400);
        expect(answer.json.ErrorInfo).toContain(name);
      }
    },
  );

  it.each(AFTER)(
    '$command is refused with a member of another type, and with a list in place of an object',
    async ({ command, members, sample }) => {
      for (const { path, name, type, members: inner } of pathsOf(members)) {
        const wrong = [WRONG[type], ...(type === 'array' && inner !== undefined ? [[[]]] : [])];
        for (const value of wrong) {
          const body = changed(sample, path, value);
          // A member within one that the sample leaves out.
          if (JSON.stringify(body) === JSON.stringify(sample)) continue;
          const answer = await test.callback({ command, body });
          expect(answer.status, `${path}: ${JSON.stringify(value)}`).toBe(400);
          expect(answer.json.ErrorInfo).toContain(name);
        }
      }
    },
  );

  it.each(DOCUMENTED_CALLBACKS.filter(({ aliases }) => aliases))(
    '$command arrives under its other words as well, with any of them in the body',
    async ({ command, event, aliases = [], sample }) => {
      const ids = new Set<string>();
      for (const [url, body] of [command, ...aliases].flatMap((one) =>
        [command, ...aliases].map((other) => [one, other] as const),
      )) {
        const received = await arrived(url, event, { ...sample, CallbackCommand: body });
        expect(received.command).toBe(url);
        ids.add(received.id.split('/')[1] ?? '');
      }
      expect(ids).toEqual(new Set([command]));
      const other = { ...sample, CallbackCommand: 'Live.CallbackAfterSetMetadata' };
      expect((await test.callback({ command, body: other })).status).toBe(400);
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

  it('accepts keys of any characters, even lone surrogates', async () => {
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
