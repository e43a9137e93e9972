import { setTimeout } from 'node:timers/promises';
import type { Awaitable } from '../../common/awaitable.js';
import type { CallbackRecord } from '../port/callback-record.js';
import type { CallbackStore, Claim } from '../port/callback-store.js';
import type { DeadLetterStore, Death } from '../port/dead-record.js';
import {
  Delivery,
  DeliveryUnavailableError,
  type DeliveryContext,
  type DeliveryFactory,
  type DeliveryStats,
} from '../port/delivery.js';
import {
  resolveDeliveryOptions,
  type ResolvedDeliveryOptions,
  type DeliveryOptions,
} from '../port/delivery.options.js';
import { HandlerCalls } from './handler-calls.js';
import type { HandleRecord } from '../port/handle-record.js';
import type { SharedState } from '../port/shared-state.js';
import { steadyNow } from '../../common/steady-now.js';
import { StoreHealth } from './store-health.js';
import { StoreRenewal } from './store-renewal.js';
import { SuspectQueue } from './suspect-queue.js';
import { within } from '../../common/time-limit.js';

/** Maximum number of claims in memory; all other records wait in the store. */
const MAX_HELD = 1000;

/** How long the engine waits for the last writes to a durable store after all handlers have ended, in ms. */
const LAST_WRITES_MS = 2000;

/** How long the store may take to close, in ms. */
const CLOSE_TIMEOUT_MS = 5000;

/**
 * Makes a delivery from a store. The engine calls the handlers, retries, drains, and finds the handler that crashes the process.
 *
 * @param open opens the store of one registration
 * @param options options that every delivery takes
 * @param own names of the options that only this delivery takes
 * @throws ConfigurationError naming the wrong option
 */
export function deliveryOn<Held extends Claim>(
  open: (
    context: DeliveryContext,
    options: ResolvedDeliveryOptions,
  ) => CallbackStore<Held> | Promise<CallbackStore<Held>>,
  options: DeliveryOptions = {},
  own: readonly string[] = [],
): DeliveryFactory {
  const resolved = resolveDeliveryOptions(options, own);
  return async (context) => new DeliveryEngine(await open(context, resolved), resolved, context);
}

/** Claims a store's records, calls their handlers, and writes the results to the store. */
export class DeliveryEngine<Held extends Claim> extends Delivery {
  override readonly shared?: SharedState;
  private readonly queue: Held[] = [];
  private readonly suspects = new SuspectQueue<Held>(() => this.schedule());
  private readonly health: StoreHealth;
  private calls: HandlerCalls<Held> | undefined;
  /** Number of claims in memory: in a queue, in their handlers, or being written. */
  private held = 0;
  private running = 0;
  private scheduled = false;
  private claiming = false;
  /** Whether records became due during the present claim. */
  private claimAgain = false;
  /** Whether the store may hold due records that are not claimed. */
  private behind = false;
  private readonly renewal: StoreRenewal;
  private state: 'open' | 'draining' | 'closed' = 'open';
  private closed: Promise<void> | undefined;
  private onIdle = (): void => {};
  private onEnded = (): void => {};

  constructor(
    private readonly store: CallbackStore<Held>,
    private readonly options: ResolvedDeliveryOptions,
    private readonly context: DeliveryContext,
  ) {
    super();
    this.shared = store.shared;
    this.health = new StoreHealth(context.lifecycle);
    this.renewal = new StoreRenewal(store, this.health, () => {
      // Claims the records of a dead process, and those that were added without a claim.
      if (store.durable) this.claim();
    });
  }

  get label(): string {
    return this.store.label;
  }

  get durable(): boolean {
    return this.store.durable;
  }

  get deadLetters(): DeadLetterStore {
    return this.store.deadLetters;
  }

  start(handle: HandleRecord): void {
    this.renewal.keepAlive();
    this.calls = new HandlerCalls(this.store, this.options, this.context.lifecycle, handle, this.health);
    this.store.onDue(() => this.claim());
    this.claim();
    this.schedule();
  }

  accept(record: CallbackRecord): Awaitable<'accepted' | 'duplicate'> {
    if (this.state !== 'open' && !(record.derived && this.state === 'draining')) return this.refuse();
    let outcome: Awaitable<Held | 'accepted' | 'duplicate'>;
    try {
      outcome = this.store.add(record, this.held < MAX_HELD);
    } catch (error) {
      return Promise.reject(error);
    }
    if (!(outcome instanceof Promise)) return this.added(outcome);
    return outcome.then(
      (added) => {
        this.health.worked('add');
        return this.added(added);
      },
      (error: unknown) => {
        this.health.failed(error, 'add');
        throw error;
      },
    );
  }

  async deadLetter(record: CallbackRecord, death: Death): Promise<boolean> {
    if (this.state !== 'open') return this.refuse();
    return this.store.deadLetter(record, death);
  }

  async stats(): Promise<DeliveryStats> {
    const { pending, dead, oldestPendingAt } = await this.store.stats();
    return { pending, dead, oldestPendingAt, running: this.running };
  }

  close(): Promise<void> {
    this.closed ??= this.drain();
    return this.closed;
  }

  private refuse(): Promise<never> {
    return Promise.reject(new DeliveryUnavailableError('this instance is shutting down'));
  }

  private added(outcome: Held | 'accepted' | 'duplicate'): 'accepted' | 'duplicate' {
    if (outcome === 'duplicate') return outcome;
    if (outcome === 'accepted') this.behind = true;
    else this.hold(outcome);
    return 'accepted';
  }

  private hold(claim: Held): void {
    this.held += 1;
    if (claim.progress.suspicion === undefined) this.queue.push(claim);
    else this.suspects.push(claim);
    this.schedule();
  }

  private readonly release = (): void => {
    this.held -= 1;
    if (this.isIdle) this.onIdle();
    if (this.behind && this.held <= MAX_HELD / 2) this.claim();
  };

  /** Claims due records while there is room. */
  private claim(): void {
    if (this.calls === undefined || this.state === 'closed') return;
    if (this.claiming) {
      this.claimAgain = true;
      return;
    }
    // A store that is not durable would lose its records, so its retries become due immediately.
    const everything = this.state === 'draining' && !this.store.durable;
    if (this.state === 'draining' && !everything) return;
    this.claiming = true;
    this.claimAgain = false;
    this.behind = false;
    void this.claimDue(everything ? Infinity : steadyNow());
  }

  private async claimDue(dueUntil: number): Promise<void> {
    const room = dueUntil === Infinity ? Infinity : MAX_HELD - this.held;
    try {
      const claims = await this.store.claim(room, dueUntil);
      this.behind ||= claims.length >= room;
      for (const claim of claims) this.hold(claim);
      this.health.worked('claim');
    } catch (error) {
      this.behind = true;
      this.health.failed(error, 'claim');
    } finally {
      this.claiming = false;
      if (this.claimAgain || (this.state === 'draining' && dueUntil !== Infinity)) this.claim();
      if (this.isIdle) this.onIdle();
    }
  }

  /** Calls handlers in another turn, so that the answer to Chat goes out first however busy they are. */
  private schedule(): void {
    if (this.scheduled || this.calls === undefined) return;
    this.scheduled = true;
    setImmediate(() => {
      this.scheduled = false;
      this.run();
    });
  }

  private run(): void {
    const { calls } = this;
    if (calls === undefined || this.state === 'closed') return;
    // Other processes can take the claims whose handlers were not called.
    if (this.state === 'draining' && this.store.drain !== undefined) return this.leave();
    const suspect = this.suspects.next(this.running);
    if (suspect !== undefined) this.follow(calls.callAlone(suspect, this.release), true);
    const last = this.state === 'draining' && !this.store.durable;
    // Starts at most `concurrency` calls per turn, even if they end synchronously, so that requests are served in between.
    for (let turn = this.running; turn < this.options.concurrency && !this.suspects.wantsQuiet; turn += 1) {
      const claim = this.queue.shift();
      if (claim === undefined) break;
      this.follow(calls.call(claim, last, this.release), false);
    }
  }

  private follow(call: Awaitable<void>, alone: boolean): void {
    if (call instanceof Promise) {
      this.running += 1;
      const ended = () => {
        this.running -= 1;
        this.ended(alone);
      };
      // `finally` would make two more promises for every callback.
      void call.then(ended, (error: unknown) => {
        ended();
        throw error;
      });
    } else this.ended(alone);
  }

  private ended(alone: boolean): void {
    if (alone) this.suspects.ended();
    if (this.waiting > 0) this.schedule();
    else if (this.running === 0) this.onEnded();
  }

  private leave(): void {
    while (this.queue.shift() !== undefined) this.release();
    for (let left = this.suspects.drop(); left > 0; left -= 1) this.release();
    if (this.running === 0) this.onEnded();
  }

  /** Whether no claim is in memory, and the store is not claiming. */
  private get isIdle(): boolean {
    return this.held === 0 && !this.claiming;
  }

  /** Number of claims in memory whose handlers were not called. */
  private get waiting(): number {
    return this.queue.length + this.suspects.length;
  }

  private async drain(): Promise<void> {
    const started = performance.now();
    this.state = 'draining';
    if (this.calls !== undefined) {
      const idle = new Promise<void>((resolve) => {
        this.onIdle = resolve;
      });
      this.run();
      this.store.drain?.();
      this.claim();
      if (!this.isIdle) {
        await within(this.options.drainTimeoutMs, Promise.race([idle, this.lastWrites()]));
      }
    }
    this.state = 'closed';
    const renewed = this.renewal.end();
    this.suspects.close();
    this.calls?.close();
    await this.report(started);
    await this.closeStore(renewed);
  }

  /** Closes the store. A store that hangs does not keep the app from ending. */
  private async closeStore(renewed: Promise<void>): Promise<void> {
    const closed = renewed.then(() => this.store.close());
    if (await within(CLOSE_TIMEOUT_MS, closed)) return;
    closed.catch(() => {});
    const message = `the store was not closed within ${CLOSE_TIMEOUT_MS} ms`;
    this.context.lifecycle.report('fault', { message });
  }

  /** Resolves a while after the last handler has ended: a durable store that is down keeps its records anyway. */
  private async lastWrites(): Promise<void> {
    await new Promise<void>((resolve) => {
      if (!this.store.durable) return;
      this.onEnded = resolve;
      if (this.running + this.waiting === 0) resolve();
    });
    await setTimeout(LAST_WRITES_MS, undefined, { ref: false });
  }

  private async report(started: number): Promise<void> {
    const { pending, dead } = this.store.durable ? { pending: this.held, dead: 0 } : await this.store.stats();
    this.context.lifecycle.report('drained', {
      durationMs: performance.now() - started,
      pending,
      dead,
      durable: this.store.durable,
      drainTimeoutMs: this.options.drainTimeoutMs,
    });
  }
}
