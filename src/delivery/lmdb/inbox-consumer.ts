import { setImmediate, setTimeout as delay } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import fastq from 'fastq';
import { stackOf } from '../../lifecycle/stack-of.js';
import type { CallbackRecord } from '../callback-record.js';
import type { HandleRecord } from '../delivery.js';
import { FailureLog, reasonOf } from '../failure-log.js';
import { retryDelayMs } from '../retry.js';
import { within } from '../within.js';
import type { InboxStore } from './inbox-store.js';
import type { CompleteLmdbOptions } from './lmdb.options.js';
import type { Lots } from './lots.js';
import { FORMAT, type PendingKey } from './stored-record.js';

/** How many records are held in memory at the most; all others wait on the disk alone. */
const HELD_AT_MOST = 1000;

/** After how long what could not be written is written again, in ms. */
const WRITE_AGAIN_MS = 2000;

/** A record that is held in memory. */
interface Task {
  readonly key: PendingKey;
  readonly record: CallbackRecord;
  readonly attempt: number;
}

/** Hands the records of this process's lots to the handlers when they are due, and writes down what became of them. */
export class InboxConsumer {
  private readonly logger = new Logger('TencentChatWebhook');
  private readonly failures = new FailureLog();
  private readonly queue: fastq.queueAsPromised<Task>;
  /** What is in memory: in the queue, in its handlers, or on its way to the disk. */
  private readonly held = new Set<string>();
  /** Whether there may be records on the disk that are due and not held. */
  private behind = false;
  private handle: HandleRecord | undefined;
  private wake: { at: number; timer?: NodeJS.Timeout } = { at: Infinity };
  private state: 'open' | 'draining' | 'closed' = 'open';
  private onIdle = (): void => {};

  constructor(
    private readonly store: InboxStore,
    private readonly lots: Lots,
    private readonly options: CompleteLmdbOptions,
  ) {
    this.queue = fastq.promise((task: Task) => this.run(task), options.concurrency);
    this.queue.pause();
  }

  start(handle: HandleRecord): void {
    this.handle = handle;
    this.queue.resume();
    this.takeDue();
  }

  /** Keeps a record that is being added from being taken from the disk as well. */
  hold(key: PendingKey): void {
    this.held.add(token(key));
  }

  /** A record that is held was added: takes it as it is, if there is room. */
  offer(key: PendingKey, record: CallbackRecord): void {
    if (this.held.size <= HELD_AT_MOST) void this.queue.push({ key, record, attempt: 1 });
    else {
      this.behind = true;
      this.letGo(key);
    }
  }

  letGo(key: PendingKey): void {
    this.held.delete(token(key));
    if (this.held.size === 0) this.onIdle();
    if (this.behind && this.held.size <= HELD_AT_MOST / 2) this.takeDue();
  }

  /** Takes what is due from the disk, as far as there is room. */
  takeDue(): void {
    if (this.handle === undefined || this.state !== 'open') return;
    this.behind = false;
    for (const lot of this.lots.all) this.takeDueOf(lot, Date.now());
  }

  /** Takes nothing more, and waits for what is held. */
  async drain(): Promise<void> {
    this.state = 'draining';
    clearTimeout(this.wake.timer);
    const { drainTimeoutMs } = this.options;
    if (this.handle !== undefined && this.held.size > 0) {
      const idle = new Promise<void>((resolve) => {
        this.onIdle = resolve;
      });
      if (!(await within(drainTimeoutMs, idle))) {
        this.logger.warn(
          `${this.held.size} callbacks were not handled within the ${drainTimeoutMs} ms of drainTimeoutMs: they stay in the inbox`,
        );
      }
    }
    this.queue.kill();
    this.state = 'closed';
  }

  private async run({ key, record, attempt }: Task): Promise<void> {
    // Lets the answer to Chat go out first, even when a handler keeps the event loop busy.
    await setImmediate();
    // Another process handles it, because this one showed no sign of life for too long.
    if (!this.lots.all.has(key[0])) return this.letGo(key);
    try {
      await this.handle?.(record, attempt);
      this.write(key, () => this.store.settle(key, record));
    } catch (error) {
      this.failed({ key, record, attempt }, error);
    }
    return undefined;
  }

  private failed({ key, record, attempt }: Task, error: unknown): void {
    const { retry } = this.options;
    if (attempt >= retry.attempts) {
      this.failures.died(record, attempt, error);
      const dead = { record, attempts: attempt, error: reasonOf(error), diedAt: Date.now() };
      this.write(key, () => this.store.giveUp(key, dead));
      return;
    }
    this.failures.willRetry(record, attempt, error);
    const dueAt = Date.now() + retryDelayMs(retry, attempt);
    this.write(key, async () => {
      await this.store.postpone(key, [key[0], dueAt, key[2]], attempt, record);
      this.wakeAt(dueAt);
    });
  }

  /** Writes what became of a record, if need be again and again: until then the record is held, and not handled twice. */
  private write(key: PendingKey, change: () => Promise<void>): void {
    change().then(
      () => this.letGo(key),
      async (error: unknown) => {
        if (this.state === 'closed') return;
        this.logger.error('what became of a callback could not be kept yet', stackOf(error));
        await delay(WRITE_AGAIN_MS, undefined, { ref: false });
        this.write(key, change);
      },
    );
  }

  private takeDueOf(lot: string, now: number): void {
    for (const key of this.store.keys(lot)) {
      if (key[1] > now) return this.wakeAt(key[1]);
      if (this.held.has(token(key))) continue;
      if (this.held.size >= HELD_AT_MOST) {
        this.behind = true;
        return undefined;
      }
      const stored = this.store.get(key);
      // What a later release has written is left to it.
      if (stored === undefined || stored.v > FORMAT) continue;
      this.hold(key);
      void this.queue.push({ key, record: stored.record, attempt: stored.attempts + 1 });
    }
    return undefined;
  }

  private wakeAt(at: number): void {
    if (at >= this.wake.at || this.state !== 'open') return;
    clearTimeout(this.wake.timer);
    const timer = setTimeout(() => {
      this.wake = { at: Infinity };
      this.takeDue();
    }, at - Date.now());
    this.wake = { at, timer };
  }
}

/** The same for as long as a record waits, however often it is postponed. */
function token([lot, , nth]: PendingKey): string {
  return `${lot}/${nth}`;
}
