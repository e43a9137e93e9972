import { Worker, type Job } from 'bullmq';
import type { RedisClient } from './redis-clients.js';

/** After an error it is tried again after that long, in ms. */
const PAUSE_MS = 2000;

/** After that many pauses another worker is made: one whose first command fails takes that for its end. */
const MOST_PAUSES = 2;

/** How many claims are under way at a time. */
const MOST_AT_A_TIME = 256;

/** How long Redis waits for a job before it answers that there is none, in s. */
const WAIT_S = 5;

/** After that long, in ms, a claim is given up: some of BullMQ's wait for ever for a connection that hangs. */
const HUNG_MS = 10_000;

/** Where jobs come from, and how they are claimed. */
export interface JobSourceOptions {
  readonly queueName: string;
  readonly prefix: string;
  readonly leaseMs: number;
  /** A token that no other claim has. */
  readonly nextToken: () => string;
  /** How many more jobs there is room for. */
  readonly room: () => number;
  readonly found: (job: Job, token: string) => void;
}

/**
 * Claims jobs by a BullMQ worker, as many as there is room for: one after the other while there are few, several at a
 * time while there are many.
 */
export class JobSource {
  /** Why nothing can be claimed, where that is so. */
  failure: unknown;
  private worker: Worker;
  private failures = 0;
  private claiming = 0;
  private most = 1;
  private empty = false;
  /** How often it has paused since it last worked. */
  private pauses = 0;
  private pause: NodeJS.Timeout | undefined;
  private allowed = false;
  private stopped = false;
  private onClaimed = (): void => {};

  constructor(
    private readonly client: RedisClient,
    private readonly options: JobSourceOptions,
  ) {
    this.worker = this.newWorker();
  }

  /** Says whether anything may be claimed: at first it may not. */
  allow(allowed: boolean): void {
    this.allowed = allowed;
    this.more();
  }

  /** How many more may be claimed, past this, than what it may find itself. */
  get spareRoom(): number {
    return this.isOpen ? this.options.room() - this.claiming : 0;
  }

  /** Claims what there is room for. */
  more(): void {
    if (!this.isOpen) return;
    if (this.empty) {
      if (this.claiming === 0 && this.options.room() > 0) void this.claim(true);
      return;
    }
    while (this.claiming < Math.min(this.most, this.options.room())) void this.claim(false);
  }

  /** Resolves when nothing more is claimed. The blocking client is BullMQ's own; the other one is left open. */
  async close(): Promise<void> {
    this.stopped = true;
    clearTimeout(this.pause);
    await this.worker.close(true);
    while (this.claiming > 0) {
      await new Promise<void>((resolve) => {
        this.onClaimed = resolve;
      });
    }
  }

  /** Whether anything may be claimed now. */
  private get isOpen(): boolean {
    return this.allowed && !this.stopped && this.pause === undefined;
  }

  private async claim(block: boolean): Promise<void> {
    this.claiming += 1;
    const token = this.options.nextToken();
    const { worker, failures } = this;
    const timer = setTimeout(() => this.giveUp(worker), HUNG_MS).unref();
    try {
      const job = await worker.getNextJob(token, { block });
      if (job !== undefined) this.options.found(job, token);
      if (worker === this.worker) this.learn(job !== undefined, block);
      // BullMQ reports some errors on the way, and goes on.
      if (failures === this.failures) this.worked();
    } catch (error) {
      if (worker === this.worker) this.failed(error);
    } finally {
      clearTimeout(timer);
      if (worker === this.worker) this.claimed(failures);
    }
  }

  /** @param failures how many there were when the claim began */
  private claimed(failures: number): void {
    this.claiming -= 1;
    this.onClaimed();
    if (failures !== this.failures) this.rest();
    this.more();
  }

  /** Of claims that are under way together, the first one that finds nothing counts. */
  private learn(found: boolean, block: boolean): void {
    if (block || !found) this.empty = !found;
    this.most = this.empty ? 1 : Math.min(MOST_AT_A_TIME, this.most * 2);
  }

  private worked(): void {
    this.failure = undefined;
    this.pauses = 0;
  }

  private failed(error: unknown): void {
    this.failure = error;
    this.failures += 1;
  }

  /** Goes on with another worker. What this one may still claim is taken all the same. */
  private giveUp(worker: Worker): void {
    if (this.stopped || worker !== this.worker) return;
    this.failed(new Error(`no answer to a claim for ${HUNG_MS / 1000} s`));
    this.replaceWorker();
    this.rest();
  }

  private rest(): void {
    if (this.stopped) return;
    this.pause ??= setTimeout(() => {
      this.pause = undefined;
      this.pauses += 1;
      if (this.pauses >= MOST_PAUSES && this.claiming === 0) this.replaceWorker();
      this.more();
    }, PAUSE_MS);
  }

  private newWorker(): Worker {
    const { queueName, prefix, leaseMs } = this.options;
    const worker = new Worker(queueName, null, {
      connection: this.client,
      prefix,
      lockDuration: leaseMs,
      drainDelay: WAIT_S,
    });
    worker.on('error', (error) => {
      if (worker === this.worker) this.failed(error);
    });
    return worker;
  }

  private replaceWorker(): void {
    this.pauses = 0;
    this.claiming = 0;
    this.worker.close(true).catch((error: unknown) => this.failed(error));
    this.worker = this.newWorker();
  }
}
