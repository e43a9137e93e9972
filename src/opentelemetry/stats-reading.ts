import { setTimeout } from 'node:timers/promises';
import type { DeliveryMonitor, DeliveryStats } from '../index.js';

/** For how long a reading is good enough, in ms: several readers may collect at once. */
const FRESH_MS = 1000;

/** How long the store may take, in ms: a collection must not hang with it. */
const PATIENCE_MS = 500;

/** Reads a delivery's numbers for whoever collects metrics. */
export class StatsReading {
  private latest: { readonly stats: DeliveryStats; readonly at: number } | undefined;
  private underWay: Promise<DeliveryStats | undefined> | undefined;

  constructor(private readonly monitor: Pick<DeliveryMonitor, 'stats'>) {}

  /** @returns `undefined` when the store cannot be read, or not in time */
  async read(): Promise<DeliveryStats | undefined> {
    const { latest } = this;
    if (latest !== undefined && performance.now() - latest.at < FRESH_MS) return latest.stats;
    // A store that hangs is not asked once more.
    this.underWay ??= this.ask();
    const timer = new AbortController();
    const timeOut = setTimeout(PATIENCE_MS, undefined, { signal: timer.signal, ref: false });
    try {
      return await Promise.race([this.underWay, timeOut.catch(() => undefined)]);
    } finally {
      timer.abort();
    }
  }

  private async ask(): Promise<DeliveryStats | undefined> {
    try {
      const stats = await this.monitor.stats();
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
