import { setImmediate } from 'node:timers/promises';
import { DeliveryUnavailableError } from '../../port/delivery.js';
import type { RedisLink } from './redis-clients.js';

/** How long replicas have, in ms. */
const REPLICATE_MS = 800;

/** Waits until replicas have what was written: once for all writes of a moment. */
export class Replication {
  private next: Promise<number> | undefined;

  /** @param atLeast how many replicas */
  constructor(
    private readonly link: RedisLink,
    private readonly atLeast: number,
  ) {}

  /**
   * @param connection on which the write was sent: only there Redis knows what has to be replicated
   * @throws DeliveryUnavailableError when too few have it
   */
  async reached(connection: number): Promise<void> {
    if (this.atLeast === 0) return;
    this.next ??= this.wait();
    const replicas = await this.next;
    if (replicas >= this.atLeast && connection === this.link.connection) return;
    throw new DeliveryUnavailableError(
      `${connection === this.link.connection ? replicas : 0} replicas have it, and minReplicas is ${this.atLeast}`,
    );
  }

  private async wait(): Promise<number> {
    await setImmediate();
    this.next = undefined;
    return this.link.client.wait(this.atLeast, REPLICATE_MS);
  }
}
