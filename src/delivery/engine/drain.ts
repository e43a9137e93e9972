import { setTimeout } from 'node:timers/promises';
import { withinRunningTime } from '../../common/time/running-time.js';
import type { Lifecycle } from '../../lifecycle/lifecycle.js';
import type { CallbackStore } from '../port/callback-store.js';

/** How long the engine waits for the last writes to a durable store after all handlers have ended, in ms. */
const LAST_WRITES_MS = 2000;

/** How long the store may take to close, in ms. */
const CLOSE_TIMEOUT_MS = 5000;

/** The part of the engine that the drain uses. */
interface Draining {
  readonly store: CallbackStore;
  readonly lifecycle: Lifecycle;
  readonly drainTimeoutMs: number;
  /** Number of claims in memory. */
  claimCount(): number;
  /** Whether no claim is in memory, and none is being made or added. */
  isIdle(): boolean;
  /** Whether no handler runs or is about to be called. */
  handlersEnded(): boolean;
}

/** Waits for the end of all work when a delivery is closed, and closes its store. */
export class Drain {
  private readonly startedAt = performance.now();
  private onIdle = (): void => {};
  private onEnded = (): void => {};
  private timedOut = false;

  constructor(private readonly engine: Draining) {}

  /** Called when something has ended. */
  check(): void {
    if (this.engine.isIdle()) this.onIdle();
    if (this.engine.handlersEnded()) this.onEnded();
  }

  /** Resolves when all work has ended, at the latest when the process has run for `drainTimeoutMs`. */
  async wait(): Promise<void> {
    const idle = new Promise<void>((resolve) => {
      this.onIdle = resolve;
    });
    if (this.engine.isIdle()) return;
    const ends = this.engine.store.durable ? [idle, this.lastWrites()] : [idle];
    this.timedOut = !(await withinRunningTime(this.engine.drainTimeoutMs, Promise.race(ends)));
  }

  async report(): Promise<void> {
    const { store, lifecycle, drainTimeoutMs } = this.engine;
    const { durable } = store;
    const { pending, dead } = durable ? { pending: this.engine.claimCount(), dead: 0 } : await store.stats();
    const durationMs = performance.now() - this.startedAt;
    const { timedOut } = this;
    lifecycle.report('drained', { durationMs, timedOut, pending, dead, durable, drainTimeoutMs });
  }

  /**
   * Closes the store. A store that hangs does not keep the app from ending.
   *
   * @param renewed resolves when no lease is being renewed
   */
  async closeStore(renewed: Promise<void>): Promise<void> {
    const { store, lifecycle } = this.engine;
    const closed = renewed.then(() => store.close());
    if (await withinRunningTime(CLOSE_TIMEOUT_MS, closed)) return;
    closed.catch(() => {});
    lifecycle.report('fault', { message: `the store was not closed within ${CLOSE_TIMEOUT_MS} ms` });
  }

  /** Resolves a while after the last handler has ended: a durable store that is down keeps its records anyway. */
  private async lastWrites(): Promise<void> {
    do {
      await new Promise<void>((resolve) => {
        this.onEnded = resolve;
        if (this.engine.handlersEnded()) resolve();
      });
      await setTimeout(LAST_WRITES_MS, undefined, { ref: false });
    } while (!this.engine.handlersEnded());
  }
}
