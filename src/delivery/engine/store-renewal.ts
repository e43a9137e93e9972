import type { CallbackStore } from '../port/callback-store.js';
import { DeliveryUnavailableError } from '../port/delivery.js';
import type { StoreHealth } from './store-health.js';

/** How often a store renews its leases, in ms. */
const RENEW_MS = 2000;

/** Renews a store's leases every two seconds, and reports the result to the store's health. */
export class StoreRenewal {
  private readonly timer: NodeJS.Timeout;
  private underWay: Promise<void> | undefined;

  /** @param renewed called after each renewal */
  constructor(
    private readonly store: Pick<CallbackStore, 'renew'>,
    private readonly health: StoreHealth,
    private readonly renewed: () => void,
  ) {
    // Unreferenced until handlers are bound, so that an app that fails to start can end.
    this.timer = setInterval(() => this.begin(), RENEW_MS).unref();
  }

  /** Keeps the process alive from now on. */
  keepAlive(): void {
    this.timer.ref();
  }

  /** Ends the renewals. Resolves when the present one has ended. */
  async end(): Promise<void> {
    clearInterval(this.timer);
    await this.underWay;
  }

  private begin(): void {
    if (this.underWay !== undefined) {
      const error = new DeliveryUnavailableError(`it has not answered for ${RENEW_MS} ms`);
      this.health.failed(error, 'renew');
      return;
    }
    this.underWay = this.renew().finally(() => {
      this.underWay = undefined;
    });
  }

  private async renew(): Promise<void> {
    if (this.store.renew === undefined) return;
    try {
      await this.store.renew();
      this.health.worked('renew');
      this.renewed();
    } catch (error) {
      this.health.failed(error, 'renew');
    }
  }
}
