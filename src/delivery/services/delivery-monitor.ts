import { Injectable } from '@nestjs/common';
import { errorLine } from '../../common/error-text.js';
import { within } from '../../common/time/time-limit.js';
import { Lifecycle } from '../../lifecycle/lifecycle.js';
import { RegistrationState } from '../../lifecycle/registration-state.js';
import { Delivery, DeliveryUnavailableError, type DeliveryStats } from '../port/delivery.js';
import { StatsReading } from './stats-reading.js';

/** How long the store keeps the mark of a check, in ms. */
const MARK_KEPT_MS = 60_000;

/** Reads the state of a registration's delivery, for metrics and health checks. */
@Injectable()
export class DeliveryMonitor {
  private checking: Promise<DeliveryStats> | undefined;
  private readonly reading: StatsReading;

  constructor(
    private readonly delivery: Delivery,
    private readonly state: RegistrationState,
    private readonly lifecycle: Lifecycle,
  ) {
    this.reading = new StatsReading(() => delivery.stats());
  }

  /** Whether handlers are called, which begins when the listeners of the app are bound. */
  get started(): boolean {
    return this.state.isBound;
  }

  /** Describes the delivery in a few words, such as `'in ./inbox'`. */
  get label(): string {
    return this.delivery.label;
  }

  /** Whether accepted callbacks survive a crash of the process. */
  get durable(): boolean {
    return this.delivery.durable;
  }

  /** @throws Error if the store cannot be read */
  stats(): Promise<DeliveryStats> {
    return this.delivery.stats();
  }

  /**
   * Returns statistics that are at most one second old. Serves frequent pollers, and does not wait for a store that hangs.
   *
   * @param timeoutMs how long the store may take, in ms
   * @returns `undefined` if the store cannot be read within that time
   */
  statsWithin(timeoutMs: number): Promise<DeliveryStats | undefined> {
    return this.reading.read(timeoutMs);
  }

  /**
   * Checks that the store can be used now. Writes a mark if several processes can share the store, and reads its statistics.
   *
   * @param timeoutMs how long the store may take, in ms
   * @throws DeliveryUnavailableError if the store cannot be used within that time; the message has the reason
   */
  async check(timeoutMs = 1000): Promise<DeliveryStats> {
    // A store that hangs gets one check at a time.
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
    await this.delivery.shared?.advance(key, { order: now, value: now }, MARK_KEPT_MS);
    return this.delivery.stats();
  }
}
