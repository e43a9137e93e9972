import type { Awaitable } from '../../common/awaitable.js';
import { errorLine } from '../../common/error-text.js';
import type { Lifecycle } from '../../lifecycle/lifecycle.js';
import type { StoreHealth } from './store-health.js';

/** Delay before a failed write is retried, in ms. */
export const RETRY_WRITE_MS = 2000;

/** Shortest time between two reports of failed writes, in ms. */
const REPORT_MS = 60_000;

interface ClaimWrite {
  /** Kind of use for the store's health. */
  readonly use: 'result' | 'save';
  change: () => Awaitable<boolean>;
  /** Called when the store has answered; `hasLease` is `false` if the lease was lost, so that nothing was written. */
  written: (hasLease: boolean) => void;
  /** Called after a failure. Returns whether another write replaces this one, which is then not retried. */
  isReplaced?: () => boolean;
}

/** Writes the results of claims. Retries each write until the store accepts it. */
export class ClaimWrites {
  private closed = false;
  private reportAt = 0;

  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly health: StoreHealth,
  ) {}

  write(write: ClaimWrite): void {
    // The delivery is closed: the record stays as it is.
    if (this.closed) return;
    let outcome: Awaitable<boolean>;
    try {
      outcome = write.change();
    } catch (error) {
      outcome = Promise.reject(error);
    }
    if (outcome instanceof Promise) void this.writeLater(outcome, write);
    else write.written(outcome);
  }

  /** Ends all writes. */
  close(): void {
    this.closed = true;
  }

  private async writeLater(outcome: Promise<boolean>, write: ClaimWrite): Promise<void> {
    let hasLease: boolean;
    try {
      hasLease = await outcome;
      this.health.worked(write.use);
    } catch (error) {
      this.failed(error, write);
      return;
    }
    write.written(hasLease);
  }

  private failed(error: unknown, write: ClaimWrite): void {
    if (this.closed) return;
    this.health.failed(error, write.use);
    const now = performance.now();
    if (now >= this.reportAt) {
      this.reportAt = now + REPORT_MS;
      const message = `cannot record callback results; retrying: ${errorLine(error)}`;
      this.lifecycle.report('fault', { message });
    }
    setTimeout(() => {
      if (write.isReplaced?.() !== true) this.write(write);
    }, RETRY_WRITE_MS).unref();
  }
}
