import { errorLine } from '../../common/error-text.js';
import type { Lifecycle } from '../../lifecycle/lifecycle.js';

/** In ms. A kind of use that failed counts as working after this time without another failure, if any other kind works. */
const FORGIVEN_MS = 5000;

/** Derives from the uses of a store whether it is up. Reports each change, and every minute while the store is down. */
export class StoreHealth {
  /** When each kind of use last failed. A use that works does not hide another one that fails. */
  private readonly failing = new Map<string, number>();
  private downSince: number | undefined;
  private reportedAt = 0;

  constructor(private readonly lifecycle: Lifecycle) {}

  /** @param use kind of use */
  failed(error: unknown, use = 'store'): void {
    const now = performance.now();
    this.failing.set(use, now);
    this.downSince ??= now;
    if (this.reportedAt > 0 && now - this.reportedAt < 60_000) return;
    this.reportedAt = now;
    this.lifecycle.report('store', { state: 'down', why: errorLine(error) });
  }

  worked(use = 'store'): void {
    if (this.downSince === undefined) return;
    const now = performance.now();
    this.failing.delete(use);
    for (const [other, failedAt] of this.failing) {
      if (now - failedAt > FORGIVEN_MS) this.failing.delete(other);
    }
    if (this.failing.size > 0) return;
    const seconds = ((now - this.downSince) / 1000).toFixed(1);
    this.downSince = undefined;
    this.reportedAt = 0;
    this.lifecycle.report('store', { state: 'up', why: `the store can be used again, after ${seconds} s` });
  }
}
