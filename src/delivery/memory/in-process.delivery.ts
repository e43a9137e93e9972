import { setImmediate } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import fastq from 'fastq';
import { LRUCache } from 'lru-cache';
import type { CallbackRecord } from '../callback-record.js';
import {
  Delivery,
  DeliveryUnavailableError,
  type DeliveryFactory,
  type DeliveryStats,
  type HandleRecord,
} from '../delivery.js';
import { FailureLog, reasonOf } from '../failure-log.js';
import { InProcessDeadLetters } from './in-process.dead-letters.js';
import {
  completeInProcessOptions,
  type CompleteInProcessOptions,
  type InProcessDeliveryOptions,
} from './in-process.options.js';
import { retryDelayMs } from '../retry.js';
import { within } from '../within.js';

/** How many ids are remembered to recognise duplicates: about 20 MB when full. */
const REMEMBERED_IDS = 100_000;

/**
 * Keeps accepted callbacks in the memory of this process: nothing to install. `app.close()` waits for the handlers;
 * a crash loses what was waiting.
 *
 * @throws ConfigurationError naming the option that is not right
 */
export function inProcessDelivery(options: InProcessDeliveryOptions = {}): DeliveryFactory {
  const complete = completeInProcessOptions(options);
  return () => new InProcessDelivery(complete);
}

/** A record on its way through the handlers. */
interface Task {
  readonly record: CallbackRecord;
  attempt: number;
  /** Set while it waits for its next attempt. */
  timer?: NodeJS.Timeout;
}

class InProcessDelivery extends Delivery {
  readonly durable = false;
  readonly deadLetters: InProcessDeadLetters;
  private readonly logger = new Logger('TencentChatWebhook');
  private readonly failures = new FailureLog();
  private readonly queue: fastq.queueAsPromised<Task>;
  /** What is not done yet, by id. */
  private readonly pending = new Map<string, Task>();
  private readonly handled: LRUCache<string, true>;
  private handle: HandleRecord | undefined;
  private closing = false;
  private onIdle = (): void => {};

  constructor(private readonly options: CompleteInProcessOptions) {
    super();
    this.queue = fastq.promise((task: Task) => this.run(task), options.concurrency);
    this.queue.pause();
    this.handled = new LRUCache({ max: REMEMBERED_IDS, ttl: Math.max(1, options.dedupeWindowMs) });
    this.deadLetters = new InProcessDeadLetters(options.deadLetterCapacity, (record) => this.enqueue(record));
  }

  start(handle: HandleRecord): void {
    this.handle = handle;
    this.queue.resume();
  }

  async accept(record: CallbackRecord): Promise<'accepted' | 'duplicate'> {
    if (this.closing) throw new DeliveryUnavailableError('this instance is shutting down');
    if (this.knows(record.id)) return 'duplicate';
    if (this.pending.size >= this.options.capacity) {
      throw new DeliveryUnavailableError(`${this.pending.size} callbacks are waiting for their handlers`);
    }
    this.enqueue(record);
    return 'accepted';
  }

  async bury(record: CallbackRecord, error: string): Promise<void> {
    if (this.closing) throw new DeliveryUnavailableError('this instance is shutting down');
    if (!this.knows(record.id)) this.deadLetters.add({ record, attempts: 0, error, diedAt: Date.now() });
  }

  async stats(): Promise<DeliveryStats> {
    return { pending: this.pending.size, dead: this.deadLetters.size };
  }

  async close(): Promise<void> {
    this.closing = true;
    const waiting = [...this.pending.values()].filter(({ timer }) => timer !== undefined);
    for (const task of waiting) this.again(task);
    const { drainTimeoutMs } = this.options;
    if (this.handle !== undefined && this.pending.size > 0) {
      const idle = new Promise<void>((resolve) => {
        this.onIdle = resolve;
      });
      await within(drainTimeoutMs, idle);
    }
    this.queue.kill();
    if (this.pending.size > 0) {
      this.logger.error(
        `${this.pending.size} accepted callbacks were not handled within the ${drainTimeoutMs} ms of drainTimeoutMs and are lost`,
      );
    }
    if (this.deadLetters.size > 0) {
      this.logger.error(
        `${this.deadLetters.size} dead letters are lost with this process: a durable delivery keeps them`,
      );
    }
  }

  private knows(id: string): boolean {
    return this.pending.has(id) || this.handled.has(id) || this.deadLetters.has(id);
  }

  private enqueue(record: CallbackRecord): void {
    const task: Task = { record, attempt: 1 };
    this.pending.set(record.id, task);
    void this.queue.push(task);
  }

  private again(task: Task): void {
    clearTimeout(task.timer);
    task.timer = undefined;
    task.attempt += 1;
    void this.queue.push(task);
  }

  private async run(task: Task): Promise<void> {
    try {
      // Lets the answer to Chat go out first, even when a handler keeps the event loop busy.
      await setImmediate();
      await this.handle?.(task.record, task.attempt);
      this.remember(task.record);
      this.settle(task.record);
    } catch (error) {
      this.failed(task, error);
    }
  }

  private failed(task: Task, error: unknown): void {
    const { record, attempt } = task;
    // A shutdown does not wait for another attempt.
    if (attempt >= this.options.retry.attempts || this.closing) {
      this.deadLetters.add({ record, attempts: attempt, error: reasonOf(error), diedAt: Date.now() });
      this.failures.died(record, attempt, error);
      this.settle(record);
      return;
    }
    const delayMs = retryDelayMs(this.options.retry, attempt);
    this.failures.willRetry(record, attempt, error);
    task.timer = setTimeout(() => this.again(task), delayMs);
  }

  private remember({ id, rememberMs = 0 }: CallbackRecord): void {
    const { dedupeWindowMs } = this.options;
    if (dedupeWindowMs === 0 && rememberMs === 0) return;
    // A copy: behind a string that was put together from pieces V8 keeps the pieces, and the URL they were cut from.
    const copy = Buffer.from(id).toString();
    const ttl = rememberMs > dedupeWindowMs ? { ttl: rememberMs } : undefined;
    // Halves of surrogate pairs are lost in UTF-8.
    this.handled.set(copy === id ? copy : id, true, ttl);
  }

  private settle({ id }: CallbackRecord): void {
    this.pending.delete(id);
    if (this.pending.size === 0) this.onIdle();
  }
}
