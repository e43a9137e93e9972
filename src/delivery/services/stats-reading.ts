import type { DeliveryStats } from '../port/delivery.js';
import { within } from '../../common/within.js';

/** For how long a reading is good enough, in ms: several readers may look at once. */
const FRESH_MS = 1000;

/** Reads a delivery's numbers for those who look often, and who must not hang with the store. */
export class StatsReading {
  private latest: { readonly stats: DeliveryStats; readonly at: number } | undefined;
  private underWay: Promise<DeliveryStats | undefined> | undefined;

  constructor(private readonly ask: () => Promise<DeliveryStats>) {}

  /** @returns `undefined` when the store cannot be read, or not within that time */
  async read(timeoutMs: number): Promise<DeliveryStats | undefined> {
    const { latest } = this;
    if (latest !== undefined && performance.now() - latest.at < FRESH_MS) return latest.stats;
    // A store that hangs is not asked once more.
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
      // The lifecycle says that the store is down.
      return undefined;
    } finally {
      this.underWay = undefined;
    }
  }
}
