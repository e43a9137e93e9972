import { setTimeout } from 'node:timers/promises';
import type { Delivery } from '../../src/delivery/port/delivery.js';
import { eventually } from './eventually.js';
import { recordOf } from './observed-delivery.js';

/** Sends different records to a delivery. Like Chat after a 503, it sends each one again until the delivery accepts it. */
export class RecordLoad {
  /** Ids of the acknowledged records. */
  readonly acknowledged = new Set<string>();
  readonly refusals = new Set<string>();
  private next = 0;
  private stopped = false;
  private readonly senders: Promise<void>[];

  constructor(private readonly delivery: Delivery) {
    this.senders = Array.from({ length: 8 }, () => this.send());
  }

  async acknowledgesMore(count: number, timeout = 30_000): Promise<void> {
    const enough = this.acknowledged.size + count;
    await eventually(() => this.acknowledged.size >= enough, timeout);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await Promise.all(this.senders);
  }

  private async send(): Promise<void> {
    while (!this.stopped) {
      const record = recordOf((this.next += 1));
      while (!this.stopped && !this.acknowledged.has(record.id)) {
        try {
          await this.delivery.accept(record);
          this.acknowledged.add(record.id);
        } catch (error) {
          this.refusals.add(String(error));
          await setTimeout(50);
        }
      }
      await setTimeout(2);
    }
  }
}
