import type { DeliveryStats } from '../port/delivery.js';
import { within } from '../../common/time/time-limit.js';

/** How long a reading is reused, in ms. */
const FRESH_MS = 1000;

/** Reads a delivery's statistics for frequent pollers, which must not hang with the store. */
export class StatsReading {
  private latest: { readonly stats: DeliveryStats; readonly at: number } | undefined;
  private underWay: Promise<DeliveryStats | undefined> | undefined;

  constructor(private readonly ask: () => Promise<DeliveryStats>) {}

  /** @returns `undefined` if the store cannot be read within that time */
  async read(timeoutMs: number): Promise<DeliveryStats | undefined> {
    const { latest } = this;
    if (latest !== undefined && performance.now() - latest.at < FRESH_MS) return latest.stats;
    // A store that hangs gets one request at a time.
    this.underWay ??= this.askNow();
    const { underWay } = this;
    return (await within(timeoutMs, underWay)) ? underWay : undefined;
  }

  private async askNow(): Promise<DeliveryStats | undefined> {
    try {
      const stats = await this.ask();
      this.latest = { stats, at: performance.now() };
      return stats;
    } catch {
      // The lifecycle reports that the store is down.
      return undefined;
    } finally {
      this.underWay = undefined;
    }
  }
}
