import { expect, it } from 'vitest';
import { sign } from '../../src/index.js';
import { signedRequest, TOKEN } from '../support/create-test-app.js';
import { runCli, runJson } from './run-cli.js';

/** The vendor's example (269/32431). */
const EXAMPLE = {
  token: 'xxxxyyyy',
  requestTime: '1669872112',
  sign: '17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061',
};

it("signs the vendor's example", async () => {
  const { requestTime, token } = EXAMPLE;
  const { code, stdout } = await runCli(['sign', '--request-time', requestTime, '--token', token]);
  expect(stdout).toBe(`Sign=${EXAMPLE.sign}&RequestTime=${requestTime}\n`);
  expect(code).toBe(0);
});

it('signs the present second', async () => {
  const { Sign, RequestTime } = (await runJson(['sign'])).value as Record<string, string>;
  expect(Sign).toBe(sign(TOKEN, RequestTime ?? ''));
  expect(Math.abs(Number(RequestTime) - Date.now() / 1000)).toBeLessThan(10);
});

it.each([
  ['valid', {}, 0],
  ['mismatch', { token: 'another-token' }, 1],
  ['expired', { requestTime: 1_669_872_112 }, 1],
])('finds a Sign %s, and does not print it', async (verdict, changes, exitCode) => {
  const { url, query } = signedRequest(changes);
  const { code, stdout } = await runCli(['sign', '--verify', `http://localhost${url}`]);
  expect(stdout).toMatch(new RegExp(`^${verdict}: .*RequestTime is \\d+ s ago`));
  expect(stdout).not.toContain(query.Sign);
  expect(code).toBe(exitCode);
});

it.each([
  [['sign', '--verify', 'http://localhost/'], 'no Sign or no RequestTime'],
  [['sign', '--verify', '?Sign=a&Sign=b'], 'a URL parameter is repeated'],
  [['sign', '--request-time', 'now'], '--request-time has ten digits'],
  [['sign', '--token', 'x'.repeat(129)], 'a token has at most 128 characters'],
])('%j is a mistake, and is explained', async (parameters, message) => {
  const { code, stderr } = await runCli(parameters);
  expect(stderr).toContain(message);
  expect(stderr).not.toContain('xxx');
  expect(code).toBe(2);
});
