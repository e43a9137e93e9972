import { Injectable } from '@nestjs/common';
import { errorLine } from '../../common/error-text.js';
import { Lifecycle } from '../../lifecycle/lifecycle.js';
import { Delivery, DeliveryUnavailableError, type DeliveryStats } from '../port/delivery.js';
import { StatsReading } from './stats-reading.js';
import { within } from '../../common/within.js';

/** For how long the mark of a check is kept, in ms. */
const REMEMBERED_MS = 60_000;

/** Tells how much a registration's delivery holds: for metrics and health checks. */
@Injectable()
export class DeliveryMonitor {
  /** Whether handlers are called: since the listeners of the app are bound. */
  started = false;
  private checking: Promise<DeliveryStats> | undefined;
  private readonly reading: StatsReading;

  constructor(
    private readonly delivery: Delivery,
    private readonly lifecycle: Lifecycle,
  ) {
    this.reading = new StatsReading(() => delivery.stats());
  }

  stats(): Promise<DeliveryStats> {
    return this.delivery.stats();
  }

  /**
   * The same, at most a second old, for who looks often and must not wait for a store that hangs.
   *
   * @param timeoutMs how long the store may take
   * @returns `undefined` when it cannot be read, or not within that time
   */
  statsWithin(timeoutMs: number): Promise<DeliveryStats | undefined> {
    return this.reading.read(timeoutMs);
  }

  /**
   * Whether the store can be used now: where several processes can share it, a mark is written to it, and everywhere its
   * numbers are read.
   *
   * @param timeoutMs how long the store may take
   * @throws DeliveryUnavailableError when it cannot be used, or not within that time; the message says why
   */
  async check(timeoutMs = 1000): Promise<DeliveryStats> {
    // One that hangs is not asked once more.
    this.checking ??= this.use().finally(() => {
      this.checking = undefined;
    });
    const { checking } = this;
    try {
      if (await within(timeoutMs, checking)) return await checking;
    } catch (cause) {
      throw new DeliveryUnavailableError(errorLine(cause), { cause });
    }
    throw new DeliveryUnavailableError(`the store took longer than ${timeoutMs} ms`);
  }

  private async use(): Promise<DeliveryStats> {
    const now = Date.now();
    const key = `checked/${this.lifecycle.registration}`;
    await this.delivery.shared?.advance(key, { order: now, value: now }, REMEMBERED_MS);
    return this.delivery.stats();
  }
}
