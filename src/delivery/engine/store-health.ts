import { errorLine } from '../../common/error-text.js';
import type { Lifecycle } from '../../lifecycle/lifecycle.js';

/** After that long without another failure something no longer counts as failing once anything else works, in ms. */
const FORGIVEN_MS = 5000;

/** Whether a store can be used, as far as its last use has shown; reported when it changes, and each minute while it is down. */
export class StoreHealth {
  /** When each kind of use failed the last time: that one of them works does not make up for another one. */
  private readonly failing = new Map<string, number>();
  private downSince: number | undefined;
  private reportedAt = 0;

  constructor(private readonly lifecycle: Lifecycle) {}

  /** @param use what the store was used for */
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
