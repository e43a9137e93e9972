import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TencentChatRejectedEvent, UnknownCommandEvent } from '../../src/index.js';
import { sign } from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import {
  ADAPTERS,
  createTestApp,
  SDK_APP_ID,
  signedRequest,
  TOKEN,
  type TestApp,
} from '../support/create-test-app.js';

const PATH = '/tencent-chat/webhook';
const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const JSON_TYPE = { 'Content-Type': 'application/json' };
const OK = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };

const seconds = () => Math.floor(Date.now() / 1000);

/** A target with the given query, signed unless it says otherwise. */
function target(changes: Record<string, string | undefined>): string {
  const requestTime = changes.RequestTime ?? String(seconds());
  const query = {
    SdkAppid: String(SDK_APP_ID),
    CallbackCommand: ALARM,
    RequestTime: requestTime,
    Sign: sign(TOKEN, requestTime),
    ...changes,
  };
  const given = Object.entries(query).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return `${PATH}?${new URLSearchParams(given).toString()}`;
}

function alarm(changes: object = {}): string {
  return JSON.stringify({ ...sampleCallback(ALARM), ...changes });
}

describe.each(ADAPTERS)('what Chat gets back on %s', (adapter) => {
  let test: TestApp;
  beforeAll(async () => {
    // Events are counted here: of each callback there is one, and no level of a quota day.
    test = await createTestApp({ adapter, options: { bodyLimit: 2048, quota: false } });
  });
  afterAll(() => test.app.close());

  async function expectRefusal(
    status: number,
    info: RegExp,
    to: string,
    body = alarm(),
    headers = JSON_TYPE,
  ) {
    const dispatched = test.events.names.filter((name) => name !== 'tencentChat.rejected').length;
    const answer = await test.post(to, headers, body);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.json).toEqual({
      ActionStatus: 'FAIL',
      ErrorInfo: expect.stringMatching(info),
      ErrorCode: status,
    });
    expect(answer.status).toBe(status);
    expect(answer.json.ErrorInfo).not.toMatch(/\n/);
    expect(test.events.names.filter((name) => name !== 'tencentChat.rejected')).toHaveLength(dispatched);
  }

  describe('400 for the URL', () => {
    it.each([
      ['no SdkAppid', { SdkAppid: undefined }, /SdkAppid is missing/],
      ['an SdkAppid of letters', { SdkAppid: 'abc' }, /SdkAppid must be a positive integer: "abc"/],
      ['an SdkAppid with a sign', { SdkAppid: `+${SDK_APP_ID}` }, /SdkAppid must be/],
      ['an SdkAppid with zeros before it', { SdkAppid: `0${SDK_APP_ID}` }, /SdkAppid must be/],
      ['a bracketed SdkAppid', { 'SdkAppid[]': '1' }, /written with brackets: "SdkAppid\[\]"/],
      ['a bracketed Sign', { 'sign[0]': 'x' }, /written with brackets/],
      ['no CallbackCommand', { CallbackCommand: undefined }, /CallbackCommand is missing/],
      [
        'a CallbackCommand with blanks',
        { CallbackCommand: 'Group Callback' },
        /CallbackCommand is malformed/,
      ],
      ['a command of the prototype', { CallbackCommand: '__proto__' }, /CallbackCommand is not the URL's/],
      ['an SdkAppid in two spellings', { SDKAppID: String(SDK_APP_ID) }, /is repeated: "SDKAppID"/],
    ])('%s', async (_what, changes, info) => {
      await expectRefusal(400, info, target(changes));
    });

    it('a repeated parameter', async () => {
      await expectRefusal(400, /is repeated: "Sign"/, `${target({})}&Sign=${'0'.repeat(64)}`);
    });

    it('echoes no more than 64 characters of the input, on one line', async () => {
      const answer = await test.post(
        target({ SdkAppid: `${'x'.repeat(500)}\n\u{1f600}"` }),
        JSON_TYPE,
        alarm(),
      );
      expect(String(answer.json.ErrorInfo)).toContain(`${'x'.repeat(61)}...`);
      expect(String(answer.json.ErrorInfo)).not.toContain('x'.repeat(62));
    });
  });

  describe('401', () => {
    it.each([
      ['no Sign', { Sign: undefined }, /Sign and RequestTime are required/],
      ['an empty Sign', { Sign: '' }, /Sign and RequestTime are required/],
      ['no RequestTime', { RequestTime: undefined, Sign: sign(TOKEN, '1669872112') }, /required|not match/],
      ['a Sign of another token', { Sign: sign('stranger', String(seconds())) }, /does not match/],
      ['a Sign that is no digest', { Sign: 'abc' }, /64 hex characters/],
      ['a RequestTime of nine digits', { RequestTime: '166987211' }, /ten digits/],
      ['a RequestTime of an hour ago', { RequestTime: String(seconds() - 3600) }, /more than 60 s away/],
      ['a RequestTime in an hour', { RequestTime: String(seconds() + 3600) }, /more than 60 s away/],
    ])('%s', async (_what, changes, info) => {
      await expectRefusal(401, info, target(changes));
    });
  });

  it('403 for an SdkAppid that is not ours, with any signature', async () => {
    await expectRefusal(403, /SdkAppid 1400000001 is not served here/, target({ SdkAppid: '1400000001' }));
  });

  it('413 for a body over the limit, with and without Content-Length', async () => {
    const long = alarm({ Filling: 'x'.repeat(2048) });
    await expectRefusal(413, /longer than 2048 bytes/, target({}), long);
    await expectRefusal(413, /longer than 2048 bytes/, target({}), long, {
      ...JSON_TYPE,
      'Transfer-Encoding': 'chunked',
    } as typeof JSON_TYPE);
  });

  it('200 for a body of exactly the limit', async () => {
    const bare = alarm({ Filling: '' });
    const answer = await test.post(target({}), JSON_TYPE, alarm({ Filling: 'x'.repeat(2048 - bare.length) }));
    expect(answer.status).toBe(200);
  });

  describe('400 for the body', () => {
    const nested = (levels: number) => `${'{"a":'.repeat(levels)}1${'}'.repeat(levels)}`;

    it.each([
      ['broken JSON', '{"QuotaUsed": 7321,', /not valid JSON/],
      ['broken JSON with a long integer', '{"a": 12345678901234567890,', /not valid JSON/],
      ['a list', '[1, 2]', /must be a JSON object/],
      ['a string', '"x"', /must be a JSON object/],
      ['null', 'null', /must be a JSON object/],
      ['33 levels', nested(33), /nested deeper than 32 levels/],
      ['800 levels of lists', `{"a":${'['.repeat(800)}${']'.repeat(800)}}`, /nested deeper than 32 levels/],
      [
        '800 levels around a long integer',
        `{"a":${'['.repeat(800)}12345678901234567890${']'.repeat(800)}}`,
        /nested/,
      ],
      ["another command than the URL's", alarm({ CallbackCommand: 'Group.X' }), /the URL's: "Group\.X"/],
      ['a command that cannot be shown', alarm({ CallbackCommand: { toString: 1 } }), /not the URL's: "/],
      ['a command that is no string', alarm({ CallbackCommand: 7 }), /the URL's: "7"/],
    ])('%s', async (_what, body, info) => {
      await expectRefusal(400, info, target({}), body);
      await expectRefusal(400, info, target({}), body, {} as typeof JSON_TYPE);
    });

    it('bytes that are not UTF-8', async () => {
      const answer = await test.post(target({}), JSON_TYPE, Buffer.from([0x7b, 0xff, 0x7d]));
      expect(answer.status).toBe(400);
      expect(answer.json.ErrorInfo).toMatch(/not valid UTF-8/);
    });

    it.each(['QuotaUsed', 'Quota', 'EventTime'])('%s that is no whole number from 0', async (field) => {
      for (const value of [-1, 1.5, 'abc', ' 1', '1.5', true, [1], {}]) {
        await expectRefusal(400, new RegExp(`^${field} must`), target({}), alarm({ [field]: value }));
      }
      for (const value of [null, '', undefined]) {
        await expectRefusal(400, new RegExp(`^${field} is missing$`), target({}), alarm({ [field]: value }));
      }
    });

    it('names every member that is wrong', async () => {
      await expectRefusal(
        400,
        /Quota must.*; EventTime is missing/,
        target({}),
        '{"QuotaUsed": 1, "Quota": "x"}',
      );
    });
  });

  it('accepts numbers and numeric strings', async () => {
    const answer = await test.post(
      target({}),
      JSON_TYPE,
      alarm({ QuotaUsed: '7500', Quota: '10000', EventTime: 1 }),
    );
    expect(answer.json).toEqual(OK);
  });

  it('accepts parameter names in any case', async () => {
    const to = target({})
      .replace('SdkAppid', 'sdkappid')
      .replace('Sign', 'SIGN')
      .replace('RequestTime', 'requesttime');
    const answer = await test.post(
      to.replace('CallbackCommand', 'callbackCommand'),
      JSON_TYPE,
      alarm({ QuotaUsed: 8001 }),
    );
    expect(answer.json).toEqual(OK);
  });

  it.each(['', ' ', '\ufeff'])(
    "answers the console's verify with the empty body %j, and dispatches nothing",
    async (body) => {
      const before = test.events.names.length;
      for (const command of [ALARM, undefined]) {
        const answer = await test.post(target({ CallbackCommand: command }), {}, body);
        expect(answer.status).toBe(200);
        expect(answer.json).toEqual(OK);
      }
      expect(test.events.names).toHaveLength(before);
    },
  );

  it('acknowledges a command that it does not know, and emits it with its raw body', async () => {
    const body = { CallbackCommand: 'Group.CallbackOfTomorrow', Nested: { Anything: [1, 'two'] } };
    const answer = await test.callback({ command: 'Group.CallbackOfTomorrow', body });
    expect(answer.json).toEqual(OK);
    const event = await test.events.get<UnknownCommandEvent>('tencentChat.unknownCommand');
    expect(event).toMatchObject({
      name: 'tencentChat.unknownCommand',
      command: 'Group.CallbackOfTomorrow',
      body,
    });
  });

  it('emits refused requests, with the body only if they were authenticated', async () => {
    const late = await createTestApp({ adapter });
    await late.post(target({ Sign: '0'.repeat(64) }), JSON_TYPE, alarm());
    const forged = await late.events.get<TencentChatRejectedEvent>('tencentChat.rejected', 1);
    expect(forged).toMatchObject({
      reason: 'unauthenticated',
      status: 401,
      details: expect.stringMatching(/Sign/),
    });
    expect(forged.body).toBeUndefined();
    expect(forged.command).toBeUndefined();

    await late.post(target({}), JSON_TYPE, alarm({ Quota: 'many' }));
    const invalid = await late.events.get<TencentChatRejectedEvent>('tencentChat.rejected', 2);
    expect(invalid).toMatchObject({
      reason: 'invalidBody',
      status: 400,
      sdkAppId: SDK_APP_ID,
      command: ALARM,
      details: 'Quota must be a whole number',
      body: { Quota: 'many', QuotaUsed: 7321 },
    });
    await late.app.close();
  });

  it('leaves other routes and methods to the app', async () => {
    expect((await test.post('/elsewhere')).status).toBe(404);
    expect((await fetch(test.baseUrl + signedRequest().url)).status).toBe(404);
  });
});

describe.each(ADAPTERS)('the body of an event on %s', (adapter) => {
  let test: TestApp;
  beforeAll(async () => {
    test = await createTestApp({ adapter });
  });
  afterAll(() => test.app.close());

  it('keeps members that the documentation does not name, and integers beyond 2^53 as strings', async () => {
    const body = `{"CallbackCommand":"X.Y","Long":144115225971632930,"Negative":[-9007199254740993],"Safe":9007199254740991,
      "Real":0.12345678901234567890,"Text":"at \\"12345678901234567890","Exponent":1e21,"Twice":1,"Twice":2}`;
    await test.callback({ command: 'X.Y', body });
    const event = await test.events.get<UnknownCommandEvent>('tencentChat.unknownCommand');
    expect(event.body).toEqual({
      CallbackCommand: 'X.Y',
      Long: '144115225971632930',
      Negative: ['-9007199254740993'],
      Safe: 9007199254740991,
      Real: 0.12345678901234568,
      Text: 'at "12345678901234567890',
      Exponent: 1e21,
      Twice: 2,
    });
  });

  it.each(['', '"Long":12345678901234567890,'])(
    'drops __proto__ and constructor members (%s)',
    async (more) => {
      const hostile = `{${more}"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"In":[{"__proto__":{"polluted":1},"constructor":7}]`;
      await test.callback({ command: `X.Hostile${more.length}`, body: `${hostile}}` });
      const nth = more === '' ? 2 : 3;
      const unknown = await test.events.get<UnknownCommandEvent>('tencentChat.unknownCommand', nth);
      expect(Object.getOwnPropertyNames(unknown.body)).not.toContain('__proto__');
      expect(unknown.body).not.toHaveProperty('polluted');
      expect(unknown.body.In).toEqual([{}]);

      const typed = `${hostile},"QuotaUsed":7321,"Quota":10000,"EventTime":${nth}}`;
      expect((await test.callback({ body: typed })).json).toEqual(OK);
      expect({}).not.toHaveProperty('polluted');
    },
  );

  it('refuses a body that is nothing but nesting, however deep', async () => {
    for (const [name, innermost] of [
      ['a', '1'],
      ['a', '12345678901234567890'],
      ['__proto__', '12345678901234567890'],
      ['constructor', '1'],
    ]) {
      const body = `{"${name}":${'['.repeat(120_000)}${innermost}${']'.repeat(120_000)}}`;
      const answer = await test.callback({ command: 'X.Y', body });
      expect(answer.json.ErrorInfo).toBe('the body is nested deeper than 32 levels');
      expect(answer.status).toBe(400);
    }
  });

  it('keeps undocumented members of a known command, and members named like its getters do no harm', async () => {
    const body = { ...sampleCallback(ALARM), EventTime: 99, remaining: 1, usage: 'x', Extra: { Deep: [1] } };
    await test.callback({ body });
    const event = await test.events.get<{ body: object }>('group.quotaAlarm', 3);
    expect(event.body).toMatchObject({ Extra: { Deep: [1] }, remaining: 2679, usage: 0.7321 });
  });
});
