import { nextTurn } from '../../../../common/time/next-turn.js';
import { DeliveryUnavailableError } from '../../../port/delivery.js';
import type { RedisLink } from './redis-link.js';

/** How long the replicas may take to get a write, in ms. */
const REPLICATE_MS = 800;

/** Waits until replicas have the writes of a link: one `WAIT` for all writes of a turn of the event loop. */
export class Replication {
  private next: Promise<number> | undefined;

  constructor(
    private readonly link: RedisLink,
    private readonly minReplicas: number,
  ) {}

  /**
   * Waits until enough replicas have the writes so far.
   *
   * @param connection the connection of the write: `WAIT` counts only the writes of the connection that sends it
   * @throws DeliveryUnavailableError if too few replicas have them
   */
  async reached(connection: number): Promise<void> {
    if (this.minReplicas === 0) return;
    this.next ??= this.wait();
    const waited = await this.next;
    const replicas = connection === this.link.connection ? waited : 0;
    if (replicas >= this.minReplicas) return;
    throw new DeliveryUnavailableError(
      `${replicas} replicas have the callback, but minReplicas is ${this.minReplicas}`,
    );
  }

  private async wait(): Promise<number> {
    await nextTurn();
    this.next = undefined;
    return this.link.client.wait(this.minReplicas, REPLICATE_MS);
  }
}
