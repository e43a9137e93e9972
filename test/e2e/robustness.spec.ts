import { Agent } from 'node:http';
import type { LoggerService } from '@nestjs/common';
import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
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
import { send, type Answer } from '../support/send.js';

const PATH = '/tencent-chat/webhook';
const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const STATUSES = [200, 400, 401, 403, 413];

const requestTime = () => String(Math.floor(Date.now() / 1000));

/** Names that mean something to the receiver, in every case, with brackets, and others. */
const parameterName = fc.oneof(
  fc
    .constantFrom(
      'SdkAppid',
      'CallbackCommand',
      'Sign',
      'RequestTime',
      'ClientIP',
      'OptPlatform',
      'RequestId',
    )
    .chain((name) => fc.mixedCase(fc.constantFrom(name, `${name}[]`, `${name}[a]`))),
  fc.string({ maxLength: 20 }),
);
const parameterValue = fc.oneof(
  fc.constantFrom(String(SDK_APP_ID), ALARM, 'X.Y', '1', '0'.repeat(64), 'f'.repeat(64), '1669872112'),
  fc.string({ unit: 'binary', maxLength: 40 }),
);
const query = fc
  .array(fc.tuple(parameterName, parameterValue), { maxLength: 10 })
  .map((pairs) => pairs.map((pair) => pair.map(encodeLoosely).join('=')).join('&'));

/** Percent-encodes most, but leaves broken escapes and bare characters that a request line can carry. */
function encodeLoosely(text: string): string {
  return text.replace(/[^\w.[\]%~-]/gu, encodeURIComponent);
}

const headers = fc.constantFrom<Record<string, string>>(
  {},
  { 'Content-Type': 'application/json' },
  { 'Content-Type': 'application/json; charset=utf-16' },
  { 'Content-Type': 'application/x-www-form-urlencoded' },
  { 'Content-Type': 'multipart/form-data' },
  { 'Content-Type': 'text/plain', 'Content-Encoding': 'gzip' },
  { 'Content-Type': ';' },
);

const wireNumber = fc.oneof(
  fc.integer(),
  fc.double(),
  fc.bigInt().map(String),
  fc.string({ maxLength: 5 }),
  fc.constant(null),
  fc.constantFrom('7321', '-1', '1e9', ' 1'),
);
const body = fc.oneof(
  fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
  fc.json({ maxDepth: 6 }).map((text) => Buffer.from(text)),
  fc
    .record(
      {
        CallbackCommand: fc.constantFrom<unknown>(ALARM, 'X.Y', 7, null),
        QuotaUsed: wireNumber,
        Quota: wireNumber,
        EventTime: wireNumber,
        constructor: fc.jsonValue(),
        Extra: fc.jsonValue(),
      },
      { requiredKeys: [] },
    )
    .map((value) => Buffer.from(JSON.stringify(value))),
  fc.nat({ max: 5000 }).map((levels) => Buffer.from('['.repeat(levels) + '{"a":1'.repeat(levels % 7))),
);

describe.each(ADAPTERS)('any request on %s', (adapter) => {
  let test: TestApp;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  beforeAll(async () => {
    test = await createTestApp({ adapter });
  });
  afterAll(async () => {
    agent.destroy();
    await test.app.close();
  });

  function expectChatsShape(answer: Answer): void {
    expect(STATUSES).toContain(answer.status);
    const { ActionStatus, ErrorInfo, ErrorCode, ...others } = answer.json;
    expect(others).toEqual({});
    expect(typeof ErrorInfo).toBe('string');
    expect(ErrorInfo).not.toMatch(/[^\x20-\x7e]/);
    expect([ActionStatus, ErrorCode]).toEqual(answer.status === 200 ? ['OK', 0] : ['FAIL', answer.status]);
  }

  const dispatched = () => test.events.names.filter((name) => name !== 'tencentChat.rejected').length;

  it("without a signature: an answer in Chat's shape, never 5xx, nothing dispatched", async () => {
    await fc.assert(
      fc.asyncProperty(query, headers, body, async (search, given, bytes) => {
        const answer = await send(`${test.baseUrl}${PATH}?${search}`, { headers: given, body: bytes, agent });
        expectChatsShape(answer);
        expect(answer.status).not.toBe(200);
        expect(dispatched()).toBe(0);
      }),
      { numRuns: 400 },
    );
  }, 60_000);

  it("with a signature: an answer in Chat's shape, never 5xx", async () => {
    await fc.assert(
      fc.asyncProperty(fc.constantFrom(ALARM, 'X.Y'), headers, body, async (command, given, bytes) => {
        const { url } = signedRequest({ command });
        expectChatsShape(await send(test.baseUrl + url, { headers: given, body: bytes, agent }));
      }),
      { numRuns: 400 },
    );
  }, 60_000);

  it('with one character of the signature changed: 401, nothing dispatched', async () => {
    const before = dispatched();
    const right = signedRequest();
    await fc.assert(
      fc.asyncProperty(fc.nat({ max: 63 }), fc.nat({ max: 14 }), async (place, shift) => {
        const digits = (right.query.Sign ?? '').split('');
        digits[place] = ((parseInt(digits[place] ?? '', 16) + 1 + shift) % 16).toString(16);
        const forged = new URLSearchParams({ ...right.query, Sign: digits.join('') }).toString();
        const answer = await send(`${test.baseUrl}${PATH}?${forged}`, { body: '{}', agent });
        expect(answer.status).toBe(401);
        expectChatsShape(answer);
      }),
      { numRuns: 100 },
    );
    expect(dispatched()).toBe(before);
  }, 60_000);

  it('with a body that breaks off: nothing dispatched, and the next request is served', async () => {
    const before = dispatched();
    const { url } = signedRequest({ command: 'X.Broken' });
    const promise = send(test.baseUrl + url, { headers: { 'Content-Length': '100' }, body: '{"a"' });
    await expect(Promise.race([promise, abortSoon(test)])).rejects.toThrow('socket hang up');
    expect((await test.callback({ command: 'X.Whole' })).status).toBe(200);
    expect(dispatched()).toBe(before + 1);
  });
});

/** Cuts every open connection of the server. */
async function abortSoon(test: TestApp): Promise<never> {
  await new Promise((resolve) => test.app.getHttpServer().once('request', resolve));
  test.app.getHttpServer().closeAllConnections();
  return new Promise<never>(() => {});
}

describe.each(ADAPTERS)('the log on %s', (adapter) => {
  it('has neither a token nor a valid signature nor a message text, after any request', async () => {
    const lines: string[] = [];
    const take = (...parameters: unknown[]) => {
      lines.push(
        parameters
          .map((part) => (part instanceof Error ? part.stack : (JSON.stringify(part) ?? '')))
          .join(' '),
      );
    };
    const logger: LoggerService = {
      log: take,
      warn: take,
      error: take,
      debug: take,
      verbose: take,
      fatal: take,
    };
    const test = await createTestApp({ adapter, logger, options: { token: [TOKEN, 'the-second-token'] } });
    const time = requestTime();
    const signature = sign(TOKEN, time);
    const text = 'what one user wrote to another';
    const message = { ...sampleCallback(ALARM), MsgBody: [{ MsgContent: { Text: text } }] };

    const before = lines.length;
    await test.callback({ body: message });
    await test.callback({ body: { ...message, Quota: text } });
    await test.callback({ body: { ...message, CallbackCommand: text } });
    await test.callback({ body: `{"Text":"${text}"` });
    await test.callback({ token: 'stranger' });
    await test.callback({ requestTime: Number(time) - 3600 });
    await test.callback({ sdkAppId: 5 });
    await test.callback({ command: 'Not A Command' });
    await test.post(`${PATH}?SdkAppid=${SDK_APP_ID}&CallbackCommand=${signature}%20&Sign=${signature}`);
    await test.post(`${PATH}?SdkAppid=${signature}`);
    await test.post(`${PATH}?SdkAppid=${SDK_APP_ID}&Sign=${signature}&Sign=${signature}`);
    await test.app.close();

    const log = lines.join('\n');
    expect(lines.length).toBeGreaterThan(before);
    expect(log).toMatch(/answered 401/);
    for (const secret of [TOKEN, 'the-second-token', signature, signature.slice(0, 32), text]) {
      expect(log).not.toContain(secret);
    }
  });

  it('warns of each kind of refusal once a minute, not a thousand times', async () => {
    const warnings: string[] = [];
    const logger = { log() {}, error() {}, warn: (line: string) => void warnings.push(line) };
    const test = await createTestApp({ adapter, logger });
    for (let nth = 0; nth < 50; nth += 1) await test.callback({ token: `stranger ${nth}` });
    await test.callback({ sdkAppId: 5 });
    expect(warnings).toEqual([
      'answered 401, Sign does not match the token and RequestTime',
      'answered 403, SdkAppid 5 is not served here',
    ]);
    await test.app.close();
  });
});
