import type { Cluster } from 'ioredis';
import { inTime, within } from '../../../../common/time/time-limit.js';
import { DeliveryUnavailableError } from '../../../port/delivery.js';
import { MOVING } from './redis-errors.js';

/** How long a node of a Cluster may take to answer before the watch leaves it out, in ms. */
const ANSWER_MS = 1000;

/**
 * Watches the slot of a queue in a Cluster. `redis-cli --cluster fix` makes a node serve the slot while another one still
 * has some of its keys. A command would then create such a key a second time, and one of the two would be lost. So after
 * each error, no command is sent before one node has all keys.
 */
export class SlotWatch {
  private readonly clients: Cluster[] = [];
  private slot: number | undefined;
  private isWhole = false;
  private doubts = 0;
  private checking: Promise<void> | undefined;

  /** @param key any key of the queue */
  constructor(private readonly key: string) {}

  /** Adds a client that uses the queue. */
  add(client: Cluster): void {
    this.clients.push(client);
  }

  /** A command has failed, perhaps because the slot is being moved. */
  doubt(): void {
    this.isWhole = false;
    this.doubts += 1;
  }

  /** @throws DeliveryUnavailableError unless one node has all keys of the slot */
  async assertWhole(): Promise<void> {
    if (this.isWhole) return;
    this.checking ??= this.check().finally(() => {
      this.checking = undefined;
    });
    await this.checking;
  }

  private async check(): Promise<void> {
    const { doubts } = this;
    await Promise.all(this.clients.map(refreshSlots));
    const [client] = this.clients;
    if (client === undefined) return;
    const slot = (this.slot ??= await answerOf(client.cluster('KEYSLOT', this.key)));
    if (slot === undefined) throw new DeliveryUnavailableError('Redis is away: a node does not answer');
    const owner = client.slots[slot]?.[0];
    const strangers = client
      .nodes('master')
      .filter(({ options }) => `${options.host}:${options.port}` !== owner);
    const counts = await Promise.all(
      strangers.map((node) => answerOf(node.cluster('COUNTKEYSINSLOT', slot))),
    );
    // A node that does not answer may be gone for good.
    if (counts.some((count = 0) => count > 0)) throw new DeliveryUnavailableError(MOVING);
    this.isWhole = doubts === this.doubts;
  }
}

/** Resolves when a client knows which node has which slot, or cannot find out. */
async function refreshSlots(client: Cluster): Promise<void> {
  const refreshed = new Promise<void>((resolve) => {
    client.refreshSlotsCache(() => resolve());
  });
  await within(ANSWER_MS, refreshed);
}

/** @returns `undefined` if there is no answer in time */
async function answerOf(asked: Promise<number>): Promise<number | undefined> {
  try {
    return await inTime(ANSWER_MS, asked, () => new Error('late'));
  } catch {
    return undefined;
  }
}
