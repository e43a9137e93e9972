import { setTimeout as delay } from 'node:timers/promises';
import type { WaitingRecord } from './directory-store.js';

/** Takes up what waits when it is due, so many at a time; what comes back later does not hold up the others. */
export class DirectoryWorker {
  private readonly due: WaitingRecord[] = [];
  private readonly running = new Set<Promise<void>>();
  private run: ((waiting: WaitingRecord) => Promise<void>) | undefined;

  constructor(private readonly concurrency: number) {}

  /** @param run does not reject */
  start(run: (waiting: WaitingRecord) => Promise<void>): void {
    this.run = run;
    this.takeDue();
  }

  /** By a timer even when it is due: so the answer to Chat goes out before a handler can keep the event loop busy. */
  schedule(waiting: WaitingRecord): void {
    const enqueue = (): void => {
      this.due.push(waiting);
      this.takeDue();
    };
    setTimeout(enqueue, waiting.dueAt - Date.now()).unref();
  }

  /** Takes up nothing more, and waits for what is running, but no longer than that. */
  async stop(timeoutMs: number): Promise<void> {
    this.run = undefined;
    const timer = new AbortController();
    const timeOut = delay(timeoutMs, undefined, timer).catch(() => {});
    await Promise.race([Promise.all(this.running), timeOut]);
    timer.abort();
  }

  private takeDue(): void {
    while (this.run !== undefined && this.running.size < this.concurrency) {
      const waiting = this.due.shift();
      if (waiting === undefined) return;
      const running = this.run(waiting).finally(() => {
        this.running.delete(running);
        this.takeDue();
      });
      this.running.add(running);
    }
  }
}
