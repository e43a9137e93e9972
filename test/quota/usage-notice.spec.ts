import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { SharedState, SharedValue } from '../../src/delivery/port/shared-state.js';
import { UsageNotice } from '../../src/quota/usage-notice.js';

/** Keeps every notice, and loses those of an `order` that it was told to lose. */
class Notices implements SharedState {
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

function alarm(at: number) {
  return { at, used: at, quota: 10_000 };
}

describe('notices of the usage', () => {
  beforeEach(() => vi.useFakeTimers());
  afterEach(() => vi.useRealTimers());

  it('are ten a second at most, each the latest of its time', async () => {
    const notices = new Notices();
    const notice = new UsageNotice(notices, 1000);
    // The latest of every ten milliseconds arrives first.
    for (let ms = 0; ms < 1000; ms += 1) {
      notice.post('quota', alarm(ms + 9 - 2 * (ms % 10)));
      await vi.advanceTimersByTimeAsync(1);
    }
    expect(notices.orders).toEqual([9, 99, 199, 299, 399, 499, 599, 699, 799, 899, 999]);
  });

  it('go on after one that was lost', async () => {
    const notices = new Notices([1]);
    const notice = new UsageNotice(notices, 1000);
    notice.post('quota', alarm(1));
    notice.post('quota', alarm(2));
    await vi.advanceTimersByTimeAsync(100);
    expect(notices.orders).toEqual([1, 2]);
  });

  it('of one key do not wait for those of another', () => {
    const notices = new Notices();
    const notice = new UsageNotice(notices, 1000);
    notice.post('quota', alarm(1));
    notice.post('another', alarm(2));
    expect(notices.orders).toEqual([1, 2]);
  });
});
