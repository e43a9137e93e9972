import type { Awaitable } from '../../common/awaitable.js';
import { errorLine } from '../../common/error-text.js';
import type { Lifecycle } from '../../lifecycle/lifecycle.js';
import type { StoreHealth } from './store-health.js';

/** Delay before a failed write is retried, in ms. */
export const RETRY_WRITE_MS = 2000;

/** Called when the store has answered; `hasLease` is `false` if the lease was lost, so that nothing was written. */
type OnWritten = (hasLease: boolean) => void;

/** Writes the results of claims. Retries each write until the store accepts it. */
export class ClaimWrites {
  private closed = false;

  constructor(
    private readonly lifecycle: Lifecycle,
    private readonly health: StoreHealth,
  ) {}

  write(change: () => Awaitable<boolean>, written: OnWritten): void {
    // The delivery is closed: the record stays as it is.
    if (this.closed) return;
    let outcome: Awaitable<boolean>;
    try {
      outcome = change();
    } catch (error) {
      outcome = Promise.reject(error);
    }
    if (outcome instanceof Promise) void this.writeLater(outcome, change, written);
    else written(outcome);
  }

  /** Ends all writes. */
  close(): void {
    this.closed = true;
  }

  private async writeLater(
    outcome: Promise<boolean>,
    change: () => Awaitable<boolean>,
    written: OnWritten,
  ): Promise<void> {
    let hasLease: boolean;
    try {
      hasLease = await outcome;
      this.health.worked('write');
    } catch (error) {
      if (this.closed) return;
      this.health.failed(error, 'write');
      const message = `cannot record callback results; retrying: ${errorLine(error)}`;
      this.lifecycle.report('fault', { message });
      setTimeout(() => this.write(change, written), RETRY_WRITE_MS).unref();
      return;
    }
    written(hasLease);
  }
}
