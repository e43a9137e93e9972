import { once } from 'node:events';
import { Logger } from '@nestjs/common';
import { Worker, type Job } from 'bullmq';
import { stackOf } from '../../lifecycle/stack-of.js';
import type { CallbackRecord } from '../callback-record.js';
import {
  Delivery,
  DeliveryUnavailableError,
  type DeliveryFactory,
  type DeliveryStats,
  type HandleRecord,
} from '../delivery.js';
import { FailureLog, reasonOf } from '../failure-log.js';
import { retryDelayMs } from '../retry.js';
import { within } from '../within.js';
import { BullMqDeadLetters } from './bullmq.dead-letters.js';
import {
  completeBullMqOptions,
  type BullMqDeliveryOptions,
  type CompleteBullMqOptions,
} from './bullmq.options.js';
import type { RecordJob } from './job.js';
import { RecordQueue } from './record-queue.js';
import { RedisSharedState } from './redis.shared-state.js';
import { handlingClient, receivingClient, type RedisClient } from './redis-clients.js';

/** After that long without a sign of life a worker's records are given to another one, in ms. */
const LEASE_MS = 15_000;

/** How often records of such workers are looked for, in ms. */
const LOOK_MS = 5000;

/** How long a worker may take to tell Redis what became of its last records, in ms. */
const TO_CLOSE_MS = 2000;

/** For how long the start of the app waits for Redis, in ms. */
const START_UP_MS = 1500;

/**
 * Keeps accepted callbacks in a BullMQ queue on Redis or Valkey, which any number of instances share: any of them handles
 * a callback, and what was acknowledged survives their crashes. Needs the packages `bullmq` and `ioredis`.
 *
 * @throws ConfigurationError naming the option that is not right
 */
export function bullMqDelivery(options: BullMqDeliveryOptions): DeliveryFactory {
  const complete = completeBullMqOptions(options);
  return async () => {
    const delivery = new BullMqDelivery(complete);
    await delivery.open();
    return delivery;
  };
}

class BullMqDelivery extends Delivery {
  readonly durable = true;
  readonly deadLetters: BullMqDeadLetters;
  override readonly shared: RedisSharedState;
  private readonly logger = new Logger('TencentChatWebhook');
  private readonly failures = new FailureLog();
  private readonly receiving: RedisClient;
  private readonly queue: RecordQueue;
  private handling: RedisClient | undefined;
  private worker: Worker<RecordJob> | undefined;
  private handlersRunning = 0;
  private closing = false;
  private onIdle = (): void => {};

  constructor(private readonly options: CompleteBullMqOptions) {
    super();
    this.receiving = receivingClient(options);
    this.queue = new RecordQueue(this.receiving, options);
    this.deadLetters = new BullMqDeadLetters(this.queue);
    this.shared = new RedisSharedState(this.receiving, (key) => this.queue.keyOf(`shared:${key}`));
  }

  /** Resolves when Redis is there, and soon in any case: without it the app starts as well. */
  async open(): Promise<void> {
    if (this.receiving.status === 'ready') return;
    await within(
      START_UP_MS,
      once(this.receiving, 'ready').catch(() => undefined),
    );
  }

  start(handle: HandleRecord): void {
    if (!this.options.worker) return;
    const { queueName, prefix, concurrency, retry } = this.options;
    this.handling = handlingClient(this.options);
    this.worker = new Worker(queueName, (job: Job<RecordJob>) => this.run(job, handle), {
      connection: this.handling,
      prefix,
      concurrency,
      lockDuration: LEASE_MS,
      stalledInterval: LOOK_MS,
      // A record whose worker died is no failure of its handlers.
      maxStalledCount: Number.MAX_SAFE_INTEGER,
      settings: { backoffStrategy: (attempt) => retryDelayMs(retry, attempt) },
    });
    this.worker.on('error', () => {});
  }

  async accept(record: CallbackRecord): Promise<'accepted' | 'duplicate'> {
    return (await this.sent(() => this.queue.add(record))) ? 'accepted' : 'duplicate';
  }

  async bury(record: CallbackRecord, error: string): Promise<void> {
    await this.sent(() => this.queue.bury({ record, attempts: 0, error, diedAt: Date.now() }));
  }

  stats(): Promise<DeliveryStats> {
    return this.queue.stats();
  }

  async close(): Promise<void> {
    this.closing = true;
    await this.drain();
    await this.queue.close();
    this.receiving.disconnect();
    this.handling?.disconnect();
  }

  private async drain(): Promise<void> {
    const closed = this.worker?.close().catch((error: unknown) => this.logger.error(stackOf(error)));
    const { drainTimeoutMs } = this.options;
    const idle = new Promise<void>((resolve) => {
      this.onIdle = resolve;
      if (this.handlersRunning === 0) resolve();
    });
    if (await within(drainTimeoutMs, idle)) {
      // Without Redis the worker waits for its return, for which there is no reason.
      await within(TO_CLOSE_MS, Promise.resolve(closed));
      return;
    }
    this.logger.warn(
      `${this.handlersRunning} callbacks were not handled within the ${drainTimeoutMs} ms of drainTimeoutMs: another instance handles them again`,
    );
  }

  /** @throws DeliveryUnavailableError when Redis cannot be reached */
  private async sent<Reply>(command: () => Promise<Reply>): Promise<Reply> {
    if (this.closing) throw new DeliveryUnavailableError('this instance is shutting down');
    if (this.receiving.status !== 'ready') throw new DeliveryUnavailableError('Redis is away');
    try {
      return await command();
    } catch (error) {
      throw new DeliveryUnavailableError(`Redis did not take it: ${reasonOf(error)}`);
    }
  }

  private async run(job: Job<RecordJob>, handle: HandleRecord): Promise<void> {
    this.handlersRunning += 1;
    try {
      await this.attempt(job, handle);
    } finally {
      this.handlersRunning -= 1;
      if (this.handlersRunning === 0) this.onIdle();
    }
  }

  private async attempt(job: Job<RecordJob>, handle: HandleRecord): Promise<void> {
    const { record } = job.data;
    const attempt = job.attemptsMade + 1;
    const { retry } = this.options;
    try {
      await handle(record, attempt);
    } catch (error) {
      const reason = reasonOf(error);
      if (attempt < retry.attempts) {
        this.failures.willRetry(record, attempt, error);
        throw new Error(reason, { cause: error });
      }
      await this.queue.giveUp(String(job.id), {
        record,
        attempts: attempt,
        error: reason,
        diedAt: Date.now(),
      });
      this.failures.died(record, attempt, error);
      return;
    }
    await this.queue.settle(record);
  }
}
