import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SharedState, SharedValue } from '../../src/delivery/port/shared-state.js';
import { SharedQuota } from '../../src/quota/shared-quota.js';

/** Records the order of every update, and rejects those that it was made to lose. */
class Updates implements SharedState {
  readonly orders: number[] = [];

  constructor(private readonly lost: readonly number[] = []) {}

  async advance(_key: string, { order }: SharedValue): Promise<void> {
    this.orders.push(order);
    if (this.lost.includes(order)) throw new Error('the store is away');
  }

  latest(): Promise<undefined> {
    return Promise.resolve(undefined);
  }
}

const DAY = '2026-11-22';

function alarm(at: number) {
  return { at, used: at, quota: 10_000 };
}

describe('SharedQuota.publishAlarm', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('writes at most ten updates per second, each with the latest alarm', async () => {
    const updates = new Updates();
    const shared = new SharedQuota(updates);
    // Of every ten milliseconds the latest alarm arrives first.
    for (let ms = 0; ms < 1000; ms += 1) {
      shared.publishAlarm(1, DAY, alarm(ms + 9 - 2 * (ms % 10)));
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(updates.orders).toEqual([9, 99, 199, 299, 399, 499, 599, 699, 799, 899, 999]);
  });

  it('continues after an update that failed', async () => {
    const updates = new Updates([1]);
    const shared = new SharedQuota(updates);
    shared.publishAlarm(1, DAY, alarm(1));
    shared.publishAlarm(1, DAY, alarm(2));
    await vi.advanceTimersByTimeAsync(100);
    expect(updates.orders).toEqual([1, 2]);
  });

  it('does not let one app wait for another', () => {
    const updates = new Updates();
    const shared = new SharedQuota(updates);
    shared.publishAlarm(1, DAY, alarm(1));
    shared.publishAlarm(2, DAY, alarm(2));
    expect(updates.orders).toEqual([1, 2]);
  });
});
