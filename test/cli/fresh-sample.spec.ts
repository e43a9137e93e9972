import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { typedBody } from '../../src/callbacks/wire/typed-body.js';
import { CATALOGUE } from '../../src/callbacks/catalogue.js';
import { FreshSamples } from '../../src/cli/fresh-sample.js';
import { storedSample } from '../../src/testing/sample-callback.js';
import { SDK_APP_ID } from '../support/create-test-app.js';

/** The day of the times in the samples. */
const SAMPLE_DAY_MS = Date.UTC(2026, 0, 1);

const FEW_MEMBERS = ['Group.CallbackOnDailyGroupQuotaAlarm', 'Live.CallbackAfterCreateRoomReachingThreshold'];

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

  it('of several processes in the same millisecond are different callbacks', () => {
    vi.useFakeTimers({ toFake: ['Date'] });
    onTestFinished(() => void vi.useRealTimers());
    const processes = Array.from({ length: 20 }, () => new FreshSamples(SDK_APP_ID));
    const keys = processes.map((samples) =>
      callback.idempotencyKey(samples.next(callback.command), undefined),
    );
    const known = keys.filter((key) => key !== undefined);
    // Alarms have a time and two counts only.
    const least = FEW_MEMBERS.includes(callback.command) ? Math.min(known.length, 2) : known.length;
    expect(new Set(known).size).toBeGreaterThanOrEqual(least);
  });

  it('have times of now: each is as long after the start of the sample day as it is after now', () => {
    const now = Date.now();
    const fresh = timesOf(new FreshSamples(SDK_APP_ID).next(callback.command));
    const stored = timesOf(storedSample(callback.command));
    expect(fresh).toHaveLength(stored.length);
    for (const [nth, ms] of fresh.entries()) {
      const wanted = now + stored[nth]! - SAMPLE_DAY_MS;
      expect(Math.abs(ms - wanted)).toBeLessThan(60_000);
    }
  });
});

/** The times in a body, in ms since the epoch. */
function timesOf(body: object): number[] {
  return Array.from(JSON.stringify(body).matchAll(/Time":"?(\d{10,13})\b/g), ([, digits = '']) =>
    digits.length === 10 ? Number(digits) * 1000 : Number(digits),
  );
}
