import { describe, expect, it } from 'vitest';
import { sign, verifySignature, type SignatureCheck } from '../../src/index.js';

const REQUEST_TIME = '1669872112';
const NOW = 1669872112_000;

function verdict(changes: Partial<SignatureCheck> = {}) {
  return verifySignature({
    tokens: ['xxxxyyyy'],
    sign: sign('xxxxyyyy', REQUEST_TIME),
    requestTime: REQUEST_TIME,
    now: NOW,
    toleranceSeconds: 60,
    ...changes,
  });
}

describe('the signature', () => {
  it("is the vendor's own test vector", () => {
    expect(sign('xxxxyyyy', REQUEST_TIME)).toBe(
      '17773bc39a671d7b9aa835458704d2a6db81360a5940292b587d6d760d484061',
    );
    expect(verdict()).toBe('valid');
  });

  it('is accepted in upper case as well', () => {
    expect(verdict({ sign: sign('xxxxyyyy', REQUEST_TIME).toUpperCase() })).toBe('valid');
  });

  it('may be made with any of the tokens', () => {
    expect(verdict({ tokens: ['the-new-one', 'xxxxyyyy'] })).toBe('valid');
    expect(verdict({ tokens: ['the-new-one', 'another'] })).toBe('mismatch');
  });

  it('is computed again for another token and for another second', () => {
    const signs = ['xxxxyyyy', 'another'].flatMap((token) =>
      ['1669872112', '1669872113'].map((requestTime) => ({ token, requestTime })),
    );
    for (const made of signs) {
      for (const { token, requestTime } of signs) {
        const matches = made.token === token && made.requestTime === requestTime;
        const check = { tokens: [token], requestTime, sign: sign(made.token, made.requestTime) };
        expect(verdict(check)).toBe(matches ? 'valid' : 'mismatch');
      }
    }
  });

  it.each([
    ['a token that is not ours', { sign: sign('stranger', REQUEST_TIME) }],
    ['another time', { requestTime: '1669872113' }],
    ['a digest of the same length', { sign: '0'.repeat(64) }],
  ])('does not match with %s', (_what, changes) => {
    expect(verdict(changes)).toBe('mismatch');
  });

  it.each([
    [-60_000, 'valid'],
    [60_000, 'valid'],
    [-60_001, 'expired'],
    [60_001, 'expired'],
  ])('with a clock %d ms off is %s', (offset, expected) => {
    expect(verdict({ now: NOW + offset })).toBe(expected);
  });

  it.each([
    '',
    '166987211',
    '16698721120',
    '1669872112 ',
    ' 1669872112',
    '1.66987e+9',
    '-669872112',
    '166987211２',
  ])('is malformed with the RequestTime "%s", even when its digest is right', (requestTime) => {
    expect(verdict({ requestTime, sign: sign('xxxxyyyy', requestTime) })).toBe('malformed');
  });

  it.each(['', 'abc', '0'.repeat(63), '0'.repeat(65), 'g'.repeat(64), `${'0'.repeat(64)}\n`])(
    'is malformed as "%s"',
    (malformed) => {
      expect(verdict({ sign: malformed })).toBe('malformed');
    },
  );

  it('does not let digits move from the end of the token into RequestTime', () => {
    const shifted = { tokens: ['xxxxyyyy1'], requestTime: '669872112', sign: sign('xxxxyyyy', REQUEST_TIME) };
    expect(verdict(shifted)).toBe('malformed');
  });
});
