import { describe, expect, it, onTestFinished } from 'vitest';
import { createCallbackRequest } from '../../src/testing/index.js';
import { createTestApp, SDK_APP_ID, TOKEN } from '../support/create-test-app.js';
import { send } from '../support/send.js';
import { CliProcess } from './run-cli.js';
import { CONTROLS, endless, ESCAPED, OK, startReceiver } from './start-receiver.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';

async function listen(parameters: string[] = [], env?: Record<string, string>) {
  const cli = new CliProcess(['listen', '--port', '0', ...parameters], env);
  const [, url = ''] = await cli.says(/(http:\/\/127\.0\.0\.1:\d+)/);
  return { cli, url };
}

function callback(url: string, changes: Partial<Parameters<typeof createCallbackRequest>[0]> = {}) {
  const request = createCallbackRequest({ sdkAppId: SDK_APP_ID, token: TOKEN, path: url, ...changes });
  return send(request.url, { headers: request.headers, body: JSON.stringify(request.body) });
}

describe('listen', () => {
  it('prints what comes, verified or not, and answers all of it OK', async () => {
    const { cli, url } = await listen();
    for (const answer of [
      await callback(`${url}/any/path`),
      await callback(url, { token: 'another-token' }),
      await callback(url, { requestTime: Math.floor(Date.now() / 1000) - 100 }),
      await callback(url, { sdkAppId: 1 }),
      await callback(url, { token: false }),
    ]) {
      expect(answer.status).toBe(200);
      expect(answer.text).toBe('{"ActionStatus":"OK","ErrorInfo":"","ErrorCode":0}');
    }
    await send(`${url}/favicon.ico`, { method: 'GET' });
    const { code, stdout } = await cli.interrupt();
    const lines = stdout.trim().split('\n').slice(2);
    expect(lines[0]).toMatch(
      new RegExp(
        `^\\d\\d:\\d\\d:\\d\\d\\.\\d{3} {2}${ALARM} {2}app ${SDK_APP_ID} {2}[01]\\.\\d s old {2}\\d+ bytes {2}verified$`,
      ),
    );
    expect(lines[1]).toMatch(/not verified: the Sign was made with another token/);
    expect(lines[2]).toMatch(
      / 10\d\.\d s old .*not verified: the Sign is right, but RequestTime is more than 60 s away/,
    );
    expect(lines[3]).toMatch(/app 1 .*not verified: it is for another app/);
    expect(lines[4]).toMatch(/not verified: the URL has no Sign or no RequestTime/);
    expect(lines[5]).toMatch(
      /GET \/favicon\.ico without a command {2}app unknown {2}0 bytes without Content-Type/,
    );
    expect(lines).toHaveLength(6);
    expect(stdout).not.toMatch(/[0-9a-f]{64}/);
    expect(code).toBe(0);
  });

  it('prints bodies with --bodies, without the token', async () => {
    const { cli, url } = await listen(['--bodies']);
    await callback(url, { body: { QuotaUsed: 8123, Note: TOKEN } });
    const { stdout } = await cli.interrupt();
    expect(stdout).toContain('\n  {"QuotaUsed":8123,"Note":"<token>"}\n');
  });

  it('verifies nothing without a token', async () => {
    const { cli, url } = await listen(['--json'], { TENCENT_CHAT_TOKEN: '' });
    await callback(url);
    const { stdout } = await cli.interrupt();
    const [listening, line] = stdout
      .trim()
      .split('\n')
      .map((text) => JSON.parse(text) as object);
    expect(listening).toEqual({ type: 'listening', url });
    expect(line).toMatchObject({
      type: 'callback',
      command: ALARM,
      sdkAppId: String(SDK_APP_ID),
      verified: 'unknown',
      details: 'not verified',
    });
    expect(line).not.toHaveProperty('body');
  });

  it('passes requests on unchanged, and gives their answers back', async () => {
    const seen: { url: string; headers: string[]; body: string }[] = [];
    const app = await startReceiver((request, body, response) => {
      seen.push({ url: request.url ?? '', headers: request.rawHeaders, body });
      response.writeHead(202, { 'Content-Type': 'text/x-odd' }).end('as it is');
    });
    const { cli, url } = await listen(['--forward', `${app}?own=1`]);
    const body = '{ "Long": 12345678901234567890,\n"Text": "你好" }';
    const query = 'SdkAppid=1&CallbackCommand=Of.Tomorrow&b=%E4%BD%A0+x&a=%zz';
    const answer = await send(`${url}/other?${query}`, {
      headers: { 'Content-Type': 'x/y', 'X-Odd-CASE': 'Kept' },
      body,
    });
    expect(answer).toMatchObject({ status: 202, text: 'as it is' });
    expect(answer.headers['content-type']).toBe('text/x-odd');
    expect(seen).toHaveLength(1);
    expect(seen[0]).toMatchObject({ url: `/callback?own=1&${query}`, body });
    expect(seen[0]?.headers.join('\n')).toContain('X-Odd-CASE\nKept');
    const { stdout } = await cli.interrupt();
    expect(stdout).toMatch(
      /\n {2}202 in +[\d.]+ ms {2}Of\.Tomorrow {2}status 202 is a failure to Chat, only 200 is not: "as it is"\n/,
    );
  });

  it('reaches the module through it', async () => {
    const { app, baseUrl, events } = await createTestApp();
    onTestFinished(() => app.close());
    const { cli, url } = await listen(['--forward', `${baseUrl}/tencent-chat/webhook`, '--json']);
    expect((await callback(url)).text).toBe(OK);
    await events.get('group.quotaAlarm');
    await cli.says(/"type":"answer".*"success":true,"status":200/);
  });

  it('answers 502 where the app does not answer', async () => {
    const { cli, url } = await listen(['--forward', 'http://127.0.0.1:1/']);
    expect(await callback(url)).toMatchObject({
      status: 502,
      json: { ActionStatus: 'FAIL', ErrorCode: 502 },
    });
    expect((await cli.interrupt()).stdout).toMatch(/\n {2}--- in .*ECONNREFUSED/);
  });

  it('drops a request that does not end, signed or not, and goes on', async () => {
    const { cli, url } = await listen();
    await expect(send(url, { body: Buffer.alloc(3 * 1024 * 1024) })).rejects.toThrow(
      /EPIPE|ECONNRESET|hang up/,
    );
    await cli.says(/the request broke off: the body is longer than 1048576 bytes/);
    expect((await callback(url)).text).toBe(OK);
  });

  it('answers 502 if the answer of the app does not end', async () => {
    const app = await startReceiver((_request, _body, response) => endless(response));
    const { cli, url } = await listen(['--forward', app]);
    expect((await callback(url)).status).toBe(502);
    await cli.says(/--- in .*the body is longer than 1048576 bytes/);
  });

  it('prints nothing that could control the terminal', async () => {
    const { cli, url } = await listen(['--bodies']);
    const query = `SdkAppid=${encodeURIComponent(CONTROLS)}&CallbackCommand=${encodeURIComponent(CONTROLS)}`;
    await send(`${url}/?${query}`, {
      headers: { 'Content-Type': 'a\u009bb' },
      body: `${CONTROLS}\n${CONTROLS}`,
    });
    const { stdout } = await cli.interrupt();
    expect(stdout).toContain(ESCAPED);
    expect(stdout.replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Cf}]/u);
  });

  it('says which port is busy', async () => {
    const { url } = await listen();
    const port = new URL(url).port;
    const { code, stderr } = await new CliProcess(['listen', '--port', port]).ended();
    expect(stderr).toMatch(
      new RegExp(`^error: cannot listen on port ${port} .*EADDRINUSE.*give another --port`),
    );
    expect(code).toBe(2);
  });
});
