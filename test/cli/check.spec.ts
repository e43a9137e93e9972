import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import { ADAPTERS, createTestApp, SDK_APP_ID, TOKEN } from '../support/create-test-app.js';
import { sign } from '../../src/index.js';
import { readPage } from '../readme/code-blocks.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { CERTIFICATE } from '../fixtures/certificate.js';
import { runCli, runJson } from './run-cli.js';
import { naive, OK, type Receive, startReceiver } from './start-receiver.js';

interface Result {
  name: string;
  outcome: 'passed' | 'warned' | 'failed' | 'skipped';
  sent: string;
  received: string;
  why: string;
  advice?: string;
}

interface Checked {
  passed: number;
  failed: number;
  results: Result[];
}

async function check(url: string, parameters: string[] = [], env?: Record<string, string>) {
  const { code, value } = await runJson(['check', url, '--idle', '0.3', ...parameters], env);
  return { code, value: value as Checked };
}

const named = (outcome: Result['outcome'], { results }: Checked) =>
  results.filter((result) => result.outcome === outcome).map(({ name }) => name);

const one = (name: string, { results }: Checked) => results.find((result) => result.name === name);

/** For an address of this machine, over http. */
const NOT_HERE = ['public-address', 'https', 'certificate'];

describe.each(ADAPTERS)('check of the module on %s', (adapter) => {
  it('finds nothing wrong', async () => {
    const { app, baseUrl, events } = await createTestApp({ adapter });
    onTestFinished(() => app.close());
    const { code, value } = await check(`${baseUrl}/tencent-chat/webhook`);
    expect(value.results.filter(({ outcome }) => outcome === 'failed' || outcome === 'warned')).toEqual([]);
    expect(named('skipped', value)).toEqual(NOT_HERE);
    expect(value.passed).toBeGreaterThan(35);
    expect(code).toBe(0);
    expect(events.names).toContain('call.started');
  });
});

describe('check of a naive receiver', () => {
  it('finds its faults', async () => {
    const { code, value } = await check(await startReceiver(naive));
    expect(named('failed', value)).toEqual([
      'status-200',
      'answer-shape',
      'before-callback',
      'unsigned',
      'wrong-sign',
      'stale-request-time',
      'future-request-time',
      'foreign-app',
      'missing-app',
      'unknown-command',
      'command-in-url-only',
      'long-integers',
      'push-batch',
    ]);
    expect(named('warned', value)).toEqual([
      'answer-type',
      'malformed-request-time',
      'repeated-parameter',
      'get-is-no-callback',
      'no-content-type',
      'other-content-type',
      'empty-body',
      'broken-json',
      'keep-alive',
    ]);
    expect(code).toBe(1);
    for (const { outcome, advice } of value.results) {
      expect(advice !== undefined).toBe(outcome === 'failed' || outcome === 'warned');
    }
  });

  it('prints what was sent, what came back, why it matters and what to do', async () => {
    const { stdout } = await runCli(['check', await startReceiver(naive), '--idle', '0.1']);
    const story = stdout.slice(stdout.indexOf('stale-request-time')).split('\n').slice(1, 6);
    expect(story).toEqual([
      '           sent      a callback that was signed ten minutes ago',
      expect.stringMatching(
        /^ {11}request {3}POST http:.*&Sign=…&RequestTime=\d{10} \| Content-Type: application\/json \| \{"Call/,
      ),
      expect.stringMatching(/^ {11}received {2}201 in [\d.]+ ms, ok$/),
      expect.stringMatching(
        /^ {11}why {7}Otherwise anyone who reads one URL in a log can repeat it for ever\./,
      ),
      '           do        Compare RequestTime, in seconds, with your clock, and allow a minute.',
    ]);
    const [sum] = stdout.trimEnd().split('\n').slice(-1);
    expect(sum).toMatch(/^\d+ passed, 9 warned, 13 failed, 3 skipped$/);
    expect(readPage('docs/command-line.md')).toContain(`\`\`\`text\n${sum}\n\`\`\``);
  });
});

/** A receiver that checks the Sign, and answers a wrong one with some information. */
function answering(token: string, info: (requestTime: string) => string): Receive {
  return (request, _body, response) => {
    const parameters = new URL(request.url ?? '', 'http://localhost').searchParams;
    const requestTime = parameters.get('RequestTime') ?? '';
    const isSigned = parameters.get('Sign') === sign(token, requestTime);
    const rejection = { ActionStatus: 'FAIL', ErrorInfo: info(requestTime), ErrorCode: 401 };
    response.writeHead(isSigned ? 200 : 401).end(isSigned ? OK : JSON.stringify(rejection));
  };
}

describe('check', () => {
  it('shows no secret, though the receiver answers with all of them', async () => {
    const secrets = new Set([TOKEN.slice(0, 12)]);
    let count = 0;
    const url = await startReceiver((request, _body, response) => {
      count += 1;
      const parameters = new URL(request.url ?? '', 'http://localhost').searchParams;
      const given = parameters.get('Sign') ?? '';
      const expected = sign(TOKEN, parameters.get('RequestTime') ?? '');
      secrets.add(expected.slice(0, 12));
      const answer = { ActionStatus: 'OK', ErrorInfo: `${given} of ${TOKEN}`, ErrorCode: 0 };
      // Long answers are cut when they are shown, now within the token and now within the digest.
      const texts = [`${TOKEN} makes ${expected}, not ${given}`, `${expected} is made with ${TOKEN}`];
      const filler = 'x'.repeat(count % 5 === 0 ? 5 : 100);
      response.writeHead(given === expected ? 200 : 401, { 'Content-Type': 'application/json' });
      response.end(
        given === expected ? JSON.stringify(answer) : `${filler} ${texts[count % 2] ?? ''} ${filler}`,
      );
    });
    for (const format of ['--verbose', '--json']) {
      const { stdout, stderr } = await runCli(['check', url, '--idle', '0.1', format]);
      for (const secret of secrets) expect(stdout + stderr).not.toContain(secret);
      expect(stdout).toMatch(/failed +no-leak|"no-leak","title":"[^"]+","why":"[^"]+","outcome":"failed"/);
    }
  });

  describe('with a token that is short', () => {
    it.each(['tok', 'the'])('garbles nothing: %s', async (token) => {
      const { app, baseUrl } = await createTestApp({ options: { token } });
      onTestFinished(() => app.close());
      const url = `${baseUrl}/tencent-chat/webhook`;
      const { code, stdout } = await runCli(['check', url, '--idle', '0.1', '--verbose'], {
        TENCENT_CHAT_TOKEN: token,
      });
      expect(code).toBe(0);
      expect(stdout).toContain('  passed   accepts-callback        accepts an ordinary callback\n');
      expect(stdout).toContain('           sent      a callback without Sign and RequestTime\n');
      const { value } = await check(url, [], { TENCENT_CHAT_TOKEN: token });
      expect(named('failed', value)).toEqual([]);
    });

    it.each([
      ['is the token of this app', 'passed', 'is the token of this app'],
      ['Sign was made with tok', 'warned', 'Sign was made with <token>'],
      ['sha256(tok1669872112) is not Sign', 'warned', 'sha256(<token>1669872112) is not Sign'],
    ])('judges what an answer contains: %s', async (info, outcome, shown) => {
      const url = await startReceiver(answering('tok', () => info));
      const { value } = await check(url, [], { TENCENT_CHAT_TOKEN: 'tok' });
      expect(one('no-leak', value)?.outcome).toBe(outcome);
      expect(one('no-leak', value)?.received).toContain(shown);
    });

    it('fails a receiver whose answer contains the signed text', async () => {
      const leaking = answering('tok', (requestTime) => `expected the digest of tok${requestTime}`);
      const { value } = await check(await startReceiver(leaking), [], { TENCENT_CHAT_TOKEN: 'tok' });
      expect(one('no-leak', value)?.outcome).toBe('failed');
      expect(one('no-leak', value)?.received).toMatch(/expected the digest of <token>\d{10}"/);
    });
  });

  it('takes FAIL with status 200 for a rejection, too', async () => {
    const url = await startReceiver((request, _body, response) => {
      const parameters = new URL(request.url ?? '', 'http://localhost').searchParams;
      const isSigned = parameters.get('Sign') === sign(TOKEN, parameters.get('RequestTime') ?? '');
      response.end(isSigned ? OK : OK.replace('"OK"', '"FAIL"'));
    });
    const { value } = await check(url);
    expect(one('unsigned', value)?.outcome).toBe('passed');
    expect(one('wrong-sign', value)?.outcome).toBe('passed');
    expect(one('foreign-app', value)?.outcome).toBe('failed');
  });

  it('finds an answer that is late, and a clock that is wrong', async () => {
    let count = 0;
    const url = await startReceiver((_request, _body, response) => {
      count += 1;
      response.setHeader('Date', new Date(Date.now() - 3_600_000).toUTCString());
      setTimeout(() => response.end(OK), count === 3 ? 2100 : 0);
    });
    const { value } = await check(url);
    expect(one('in-time', value)).toMatchObject({
      outcome: 'failed',
      received: expect.stringMatching(/^the slowest answer took 2\d\d\d ms$/) as string,
    });
    expect(one('clock', value)).toMatchObject({
      outcome: 'failed',
      received: expect.stringMatching(/^Date differs from this machine's clock by 360\d s$/) as string,
    });
  });

  it('says what to do if an ordinary callback is not accepted, and judges nothing else', async () => {
    const { app, baseUrl } = await createTestApp();
    onTestFinished(() => app.close());
    const url = `${baseUrl}/tencent-chat/webhook`;
    const { code, value } = await check(url, [], { TENCENT_CHAT_TOKEN: 'another-token' });
    expect(code).toBe(1);
    expect(one('accepts-callback', value)).toMatchObject({
      outcome: 'failed',
      received: expect.stringMatching(/^401 in .*Sign does not match/) as string,
      advice: expect.stringContaining('Compare the token') as string,
    });
    expect(named('failed', value)).toEqual(['accepts-callback', 'status-200']);
    expect(one('unsigned', value)).toMatchObject({
      outcome: 'skipped',
      received: 'an ordinary callback is not accepted',
    });
  });

  it('says so if nothing answers', async () => {
    const { code, value } = await check('http://127.0.0.1:1/callback');
    expect(code).toBe(1);
    expect(named('failed', value)).toEqual(['accepts-callback']);
    expect(one('accepts-callback', value)?.received).toContain('ECONNREFUSED');
    expect(one('status-200', value)?.outcome).toBe('skipped');
  });

  it('points to where a redirect leads', async () => {
    const url = await startReceiver((_request, _body, response) => {
      response.writeHead(301, { Location: 'https://chat.example.com/' }).end();
    });
    const { value } = await check(url);
    expect(one('accepts-callback', value)?.advice).toContain('https://chat.example.com/');
  });

  it('applies the rules of the console to the URL', async () => {
    const { value } = await check('http://my_host.invalid/callback?a=1');
    expect(one('console-rules', value)).toMatchObject({
      outcome: 'failed',
      received: 'the host has characters other than letters, digits and hyphens',
    });
    expect(one('public-address', value)).toMatchObject({ outcome: 'failed', received: 'no address' });
  });

  it('reports a certificate that is not trusted, and goes on with --insecure', async () => {
    const url = await startReceiver(
      (_request, _body, response) => {
        response.setHeader('Content-Type', 'application/json').end(OK);
      },
      { tls: true },
    );
    const { value: strict } = await check(url);
    expect(one('certificate', strict)).toMatchObject({
      outcome: 'failed',
      received: 'the certificate is signed by itself',
    });
    expect(one('accepts-callback', strict)?.outcome).toBe('failed');

    const { value: insecure } = await check(url, ['--insecure']);
    expect(one('certificate', insecure)?.outcome).toBe('failed');
    expect(one('accepts-callback', insecure)?.outcome).toBe('passed');
    expect(one('keep-alive', insecure)?.outcome).toBe('passed');

    const authority = join(temporaryFolder(), 'authority.pem');
    writeFileSync(authority, CERTIFICATE);
    const { value: trusted } = await check(url, [], { NODE_EXTRA_CA_CERTS: authority });
    expect(one('certificate', trusted)).toMatchObject({
      outcome: 'passed',
      received: expect.stringMatching(/^a certificate that is valid for \d+ more days$/) as string,
    });
    expect(one('https', trusted)?.outcome).toBe('passed');
  });

  it('asks nothing about signatures if callbacks are not signed', async () => {
    const { app, baseUrl } = await createTestApp({ options: { token: false } });
    onTestFinished(() => app.close());
    const { code, value } = await check(`${baseUrl}/tencent-chat/webhook`, ['--unsigned']);
    expect(one('unsigned', value)).toMatchObject({
      outcome: 'skipped',
      received: 'callbacks are not signed',
    });
    expect(one('foreign-app', value)?.outcome).toBe('passed');
    expect(code).toBe(0);
    expect(value).toMatchObject({ sdkAppId: SDK_APP_ID, failed: 0 });
  });
});
