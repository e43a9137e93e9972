import { inNextTurn } from '../../common/time/next-turn.js';

/** Maximum number of items per call. */
const MAX_ITEMS = 256;

/** Maximum bytes per call, unless one item has more. Larger calls would block a store for long. */
const MAX_BYTES = 1024 * 1024;

interface Waiting<Item, Reply> {
  readonly item: Item;
  readonly bytes: number;
  readonly resolve: (reply: Reply) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Makes one call of a store for many items. Those of one turn of the event loop go together, and those that arrive during a call go
 * into the next one. With 32 callbacks in progress on Redis, a callback takes 0.81 × the CPU of the main thread.
 */
export class GroupedCalls<Item, Reply> {
  private waiting: Waiting<Item, Reply>[] = [];
  private calling = false;

  /** @param call resolves with a reply for each item, in their order; if it rejects, all items are rejected */
  constructor(private readonly call: (items: readonly Item[]) => Promise<readonly Reply[]>) {}

  /** @param bytes about how many bytes the item takes in a call */
  run(item: Item, bytes: number): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ item, bytes, resolve, reject });
      if (this.calling) return;
      this.calling = true;
      inNextTurn(() => void this.callAll());
    });
  }

  private async callAll(): Promise<void> {
    while (this.waiting.length > 0) {
      const group = this.waiting.splice(0, this.nextSize());
      try {
        const replies = await this.call(group.map(({ item }) => item));
        for (const [nth, { resolve, reject }] of group.entries()) {
          const reply = replies[nth];
          if (reply === undefined) reject(new Error('a call has too few replies'));
          else resolve(reply);
        }
      } catch (error) {
        for (const { reject } of group) reject(error);
      }
    }
    this.calling = false;
  }

  private nextSize(): number {
    let bytes = 0;
    const tooMany = this.waiting.findIndex((waiting, nth) => {
      bytes += waiting.bytes;
      return nth > 0 && (bytes > MAX_BYTES || nth >= MAX_ITEMS);
    });
    return tooMany < 0 ? this.waiting.length : tooMany;
  }
}
