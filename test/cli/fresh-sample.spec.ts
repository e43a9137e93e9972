import { describe, expect, it } from 'vitest';
import { typedBody } from '../../src/callbacks/wire/typed-body.js';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';
import { FreshSamples } from '../../src/cli/fresh-sample.js';
import { SDK_APP_ID } from '../support/create-test-app.js';

describe.each(CATALOGUE)('samples of $command', (callback) => {
  it('are bodies of their class, from now, and no two are the same callback', () => {
    const samples = new FreshSamples(SDK_APP_ID);
    const keys = Array.from({ length: 100 }, () => {
      const body = samples.next(callback.command);
      expect(() => typedBody(callback, body)).not.toThrow();
      return callback.idempotencyKey(body, undefined);
    });
    const [first] = keys;
    if (first === undefined) expect(new Set(keys)).toEqual(new Set([undefined]));
    else expect(new Set(keys).size).toBe(100);
  });

  it('have times of now', () => {
    const text = JSON.stringify(new FreshSamples(SDK_APP_ID).next(callback.command));
    for (const [, digits = ''] of text.matchAll(/Time":"?(\d{10,13})\b/g)) {
      const ms = Number(digits) * (digits.length === 10 ? 1000 : 1);
      expect(Math.abs(ms - Date.now())).toBeLessThan(10 * 60_000);
    }
  });
});
