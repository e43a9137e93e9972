import { appendFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeEach, describe, expect, it } from 'vitest';
import type { C2cMessageSentEvent, GroupQuotaAlarmEvent } from '../../src/index.js';
import { createTestApp, SDK_APP_ID, type TestApp, TOKEN } from '../support/create-test-app.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { CliProcess, runCli } from './run-cli.js';
import { CONTROLS, endless, ESCAPED, OK, startReceiver } from './start-receiver.js';

let test: TestApp;
let url: string;

beforeEach(async () => {
  test = await createTestApp();
  url = `${test.baseUrl}/tencent-chat/webhook`;
  return () => test.app.close();
});

function file(text: string): string {
  const path = join(temporaryFolder(), 'body.json');
  writeFileSync(path, text);
  return path;
}

interface Line {
  type: 'callback' | 'summary';
  success?: boolean;
  status?: number;
  answer?: string;
  sent?: number;
  failed?: number;
  p50?: number;
  p99?: number;
}

const lines = (stdout: string) =>
  stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Line);

describe('send', () => {
  it('sends a quota alarm with the members that were set', async () => {
    const { code, stdout } = await runCli(['send', '--url', url, '--set', 'QuotaUsed=9100']);
    expect(stdout).toMatch(/^200 in +[\d.]+ ms {2}Group\.CallbackOnDailyGroupQuotaAlarm {2}OK 0\n$/);
    expect(code).toBe(0);
    const { body } = await test.events.get<GroupQuotaAlarmEvent>('group.quotaAlarm');
    expect(body.QuotaUsed).toBe(9100);
    expect(Math.abs(body.EventTime - Date.now())).toBeLessThan(10_000);
  });

  it('sends an event by its name, with members in JSON and in plain text', async () => {
    const msgBody = [{ MsgType: 'TIMFaceElem', MsgContent: { Index: 1 } }];
    const members = [
      `MsgBody=${JSON.stringify(msgBody)}`,
      'From_Account=someone',
      'Long=12345678901234567890',
    ];
    await runCli([
      'send',
      'c2c.messagesent',
      '--url',
      url,
      ...members.flatMap((member) => ['--set', member]),
    ]);
    const { body } = await test.events.get<C2cMessageSentEvent>('c2c.messageSent');
    expect(body).toMatchObject({ MsgBody: msgBody, From_Account: 'someone', Long: '12345678901234567890' });
  });

  it('sends many, each as a new callback, and sums up', async () => {
    const { code, stdout } = await runCli(['send', '--url', url, '--times', '20', '--rate', '400', '--json']);
    const all = lines(stdout);
    expect(all).toHaveLength(21);
    expect(all.slice(0, 20).every(({ success, status }) => success === true && status === 200)).toBe(true);
    const summary = all.at(-1);
    expect(summary).toMatchObject({ type: 'summary', sent: 20, failed: 0 });
    expect(summary?.p99).toBeGreaterThanOrEqual(summary?.p50 ?? Infinity);
    expect(code).toBe(0);
    await test.events.get('group.quotaAlarm', 20);
    expect(test.events.all('group.quotaAlarm')).toHaveLength(20);
  });

  it('reports failures as Chat would see them', async () => {
    const { code, stdout } = await runCli(['send', '--url', url, '--times', '2', '--token', 'another-token']);
    expect(stdout).toMatch(
      /^401 in .*status 401 is a failure to Chat, only 200 is not: FAIL 401 "Sign does not match.*"\n401 in /,
    );
    expect(stdout).toMatch(/\n2 sent, 2 failed; p50 [\d.]+ ms, p99 [\d.]+ ms, slowest [\d.]+ ms\n$/);
    expect(code).toBe(1);
  });

  it('reports receivers that do not answer, and answers that Chat cannot read', async () => {
    const nobody = await runCli(['send', '--url', 'http://127.0.0.1:1/']);
    expect(nobody.stdout).toMatch(/^--- in .*ECONNREFUSED/);
    expect(nobody.code).toBe(1);

    const plain = await startReceiver((_request, _body, response) => void response.end(`fine, ${TOKEN}`));
    const { code, stdout } = await runCli(['send', '--url', plain]);
    expect(stdout).toContain('Chat cannot read this answer: "fine, <token>"');
    expect(code).toBe(1);
  });

  it('ends with an answer that does not end, packed or not', async () => {
    const plain = await startReceiver((_request, _body, response) => endless(response));
    const { code, stdout } = await runCli(['send', '--url', plain]);
    expect(stdout).toMatch(/^--- in .*the body is longer than 1048576 bytes\n$/);
    expect(code).toBe(1);
    const packed = await startReceiver((_request, _body, response) => {
      response.setHeader('Content-Encoding', 'gzip').end(gzipSync(Buffer.alloc(64 * 1024 * 1024)));
    });
    const { stdout: json } = await runCli(['send', '--url', packed, '--json']);
    expect(json.length).toBeLessThan(1_000_000);
    expect(lines(json)[0]).toMatchObject({ success: false, status: 200 });
  });

  it('prints nothing that could control the terminal', async () => {
    const rejection = JSON.stringify({ ActionStatus: 'FAIL', ErrorInfo: CONTROLS, ErrorCode: 1 });
    for (const text of [rejection, CONTROLS]) {
      const receiver = await startReceiver((_request, _body, response) => void response.end(text));
      const { stdout } = await runCli(['send', '--url', receiver]);
      expect(stdout).toContain(ESCAPED);
      expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      const { stdout: json } = await runCli(['send', '--url', receiver, '--json']);
      expect(json.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
      expect(lines(json)[0]?.answer).toBe(text);
    }
  });

  it('takes the app and its token from .env, after the environment', async () => {
    const folder = temporaryFolder();
    writeFileSync(
      join(folder, '.env'),
      `TENCENT_CHAT_SDK_APP_ID=${SDK_APP_ID}\nTENCENT_CHAT_TOKEN="${TOKEN}" # of the console\nNODE_OPTIONS=--no-such\n`,
    );
    const env = { TENCENT_CHAT_SDK_APP_ID: undefined, TENCENT_CHAT_TOKEN: undefined };
    expect(await runCli(['send', '--url', url], env, folder)).toMatchObject({ code: 0, stderr: '' });
    const empty = { TENCENT_CHAT_SDK_APP_ID: '', TENCENT_CHAT_TOKEN: '' };
    expect(await runCli(['send', '--url', url], empty, folder)).toMatchObject({ code: 0, stderr: '' });
    const other = { ...env, TENCENT_CHAT_TOKEN: 'another-token' };
    expect((await runCli(['send', '--url', url], other, folder)).stdout).toMatch(/^401 /);
  });

  it('sends a file byte for byte, and again when it is saved', async () => {
    const bodies: string[] = [];
    const receiver = await startReceiver((_request, body, response) => {
      bodies.push(body);
      response.end(OK);
    });
    const text = '{"CallbackCommand": "Of.Tomorrow",\n "Long": 12345678901234567890}';
    const path = file(text);
    const cli = new CliProcess(['send', 'Of.Tomorrow', '--url', receiver, '--file', path, '--watch']);
    await cli.says(/to be saved/);
    appendFileSync(path, ' ');
    await cli.says(/200 in [^]*200 in /);
    expect(bodies).toEqual([text, `${text} `]);
    expect((await cli.interrupt()).stderr).toBe('');
  });

  it('leaves the signature out with --unsigned', async () => {
    const { code, stdout } = await runCli(['send', '--url', url, '--unsigned']);
    expect(stdout).toMatch(/^401 in .*Sign and RequestTime are required/);
    expect(code).toBe(1);
  });

  it('sets members in a file', async () => {
    const body = JSON.stringify({ QuotaUsed: 1, Quota: 10_000, EventTime: Date.now() });
    await runCli(['send', '--url', url, '--file', file(body), '--set', 'QuotaUsed=7']);
    expect((await test.events.get<GroupQuotaAlarmEvent>('group.quotaAlarm')).body.QuotaUsed).toBe(7);
  });

  it.each([
    [['send'], "required option '--url <url>' not specified"],
    [['send', '--url', 'localhost:3000'], 'It must be a whole URL'],
    [['send', '--url', 'http://localhost/?SdkAppid=1'], "Leave Chat's own parameters out"],
    [['send', '--url', `http://localhost/?Sign=${'a'.repeat(64)}`], "'http://localhost/?Sign=…' is invalid"],
    [['send', '--url', 'http://localhost/', '--times', '0'], 'It must be a positive whole number'],
    [['send', '--url', 'http://localhost/', '--rate', '-1'], 'It must be a number above 0'],
    [['send', '--url', 'http://localhost/', '--set', 'QuotaUsed'], 'It must be Member=value'],
    [['send', 'Of.Tomorrow', '--url', 'http://localhost/'], 'there is no sample of Of.Tomorrow'],
    [['send', '--url', 'http://localhost/', '--file', 'of-nowhere.json'], 'of-nowhere.json'],
    [['send', '--url', 'http://localhost/', '--watch'], '--watch needs a --file'],
    [['send', '--url', 'http://localhost/', '--tokn=my-secret'], "unknown option '--tokn=…'"],
  ])('%j is a mistake, and is explained', async (parameters, message) => {
    const { code, stdout, stderr } = await runCli(parameters);
    expect(stderr).toContain(message);
    expect(stdout).toBe('');
    expect(code).toBe(2);
  });

  it.each([
    [{ TENCENT_CHAT_TOKEN: '' }, 'no token: set TENCENT_CHAT_TOKEN in the environment or in .env'],
    [{ TENCENT_CHAT_SDK_APP_ID: '' }, 'which app? Give --sdk-app-id'],
  ])('wants an app and a token: %j', async (env, message) => {
    const { code, stderr } = await runCli(['send', '--url', url], env);
    expect(stderr).toContain(message);
    expect(code).toBe(2);
  });
});

it('keeps colours to terminals', async () => {
  const { stdout } = await runCli(['send', '--url', url], { FORCE_COLOR: '1' });
  expect(stdout).not.toContain('\u001b[');
});
