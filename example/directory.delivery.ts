import { Logger } from '@nestjs/common';
import {
  Delivery,
  DeliveryUnavailableError,
  retryDelayMs,
  type CallbackRecord,
  type DeadLetterStore,
  type DeliveryFactory,
  type DeliveryOptions,
  type DeliveryStats,
  type HandleRecord,
  type RetryOptions,
} from 'nestjs-tencent-chat-webhook';
import { DirectoryStore, type WaitingRecord } from './directory-store.js';
import { DirectoryWorker } from './directory-worker.js';

export interface DirectoryDeliveryOptions extends Required<DeliveryOptions> {
  /** A directory of its own on a local disk; it is made if need be. */
  path: string;
  retry: Required<RetryOptions>;
}

/** Keeps each callback as a file of a directory, for one process at a time. Not for Windows. */
export function directoryDelivery(options: DirectoryDeliveryOptions): DeliveryFactory {
  return async () => new DirectoryDelivery(await DirectoryStore.open(options.path), options);
}

class DirectoryDelivery extends Delivery {
  readonly durable = true;
  private readonly logger = new Logger(DirectoryDelivery.name);
  private readonly worker: DirectoryWorker;
  private closing = false;

  constructor(
    private readonly store: DirectoryStore,
    private readonly options: DirectoryDeliveryOptions,
  ) {
    super();
    this.worker = new DirectoryWorker(options.concurrency);
    for (const waiting of store.waiting.entries.values()) this.worker.schedule(waiting);
  }

  start(handle: HandleRecord): void {
    this.worker.start((waiting) => this.attempt(waiting, handle));
  }

  accept(record: CallbackRecord): Promise<'accepted' | 'duplicate'> {
    return this.store.change(record.id, async () => {
      this.assertOpen();
      if (this.store.knows(record.id)) return 'duplicate';
      await this.wait({ record, attempts: 0, dueAt: Date.now() });
      return 'accepted';
    });
  }

  bury(record: CallbackRecord, error: string): Promise<void> {
    return this.store.change(record.id, async () => {
      this.assertOpen();
      if (this.store.knows(record.id)) return;
      await this.store.dead.put(record.id, { record, attempts: 0, error, diedAt: Date.now() });
    });
  }

  readonly deadLetters: DeadLetterStore = {
    list: async (limit) => {
      const dead = [...this.store.dead.entries.values()];
      return dead.toSorted((one, other) => one.diedAt - other.diedAt).slice(0, limit);
    },

    find: async (id) => this.store.dead.entries.get(id),

    replay: (id) =>
      this.store.change(id, async () => {
        const dead = this.store.dead.entries.get(id);
        if (dead === undefined) return false;
        await this.wait({ record: dead.record, attempts: 0, dueAt: Date.now() });
        return this.store.dead.remove(id);
      }),

    discard: (id) => this.store.change(id, () => this.store.dead.remove(id)),
  };

  async stats(): Promise<DeliveryStats> {
    return { pending: this.store.waiting.entries.size, dead: this.store.dead.entries.size };
  }

  /** Waits for the handlers that were called. What was not its turn, or waits for another attempt, stays in its file. */
  async close(): Promise<void> {
    this.closing = true;
    await this.worker.stop(this.options.drainTimeoutMs);
    await this.store.close();
  }

  private assertOpen(): void {
    if (this.closing) throw new DeliveryUnavailableError('this instance is shutting down');
  }

  private async wait(waiting: WaitingRecord): Promise<void> {
    await this.store.waiting.put(waiting.record.id, waiting);
    this.worker.schedule(waiting);
  }

  private async attempt(waiting: WaitingRecord, handle: HandleRecord): Promise<void> {
    const { record } = waiting;
    const attempts = waiting.attempts + 1;
    let ending = () => this.settle(record);
    try {
      await handle(record, attempts);
    } catch (error) {
      // The module does not log it: that is for the delivery, which knows what comes next.
      this.logger.error(
        `attempt ${attempts} of ${this.options.retry.attempts} failed, id ${record.id}`,
        error,
      );
      ending = () => this.fail(record, attempts, error);
    }
    try {
      await this.store.change(record.id, ending);
    } catch (error) {
      this.logger.error(`the end of an attempt could not be kept, so it is repeated, id ${record.id}`, error);
      this.worker.schedule({ ...waiting, dueAt: Date.now() + retryDelayMs(this.options.retry, attempts) });
    }
  }

  private async settle({ id, rememberMs = 0 }: CallbackRecord): Promise<void> {
    await this.store.handled.put(id, Date.now() + Math.max(this.options.dedupeWindowMs, rememberMs));
    await this.store.waiting.remove(id);
  }

  private async fail(record: CallbackRecord, attempts: number, thrown: unknown): Promise<void> {
    const { retry } = this.options;
    if (attempts < retry.attempts) {
      await this.wait({ record, attempts, dueAt: Date.now() + retryDelayMs(retry, attempts) });
      return;
    }
    const error = thrown instanceof Error ? thrown.message : String(thrown);
    await this.store.dead.put(record.id, { record, attempts, error, diedAt: Date.now() });
    await this.store.waiting.remove(record.id);
  }
}
