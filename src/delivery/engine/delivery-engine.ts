import type { Awaitable } from '../../common/awaitable.js';
import { inNextTurn } from '../../common/time/next-turn.js';
import { inRootContext } from '../../common/root-context.js';
import { TurnBudget } from '../../common/time/turn-budget.js';
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
import type { HandlersOf } from '../port/record-handler.js';
import type { SharedLog } from '../port/shared-log.js';
import type { ReceiptsFactory } from '../port/receipts.js';
import type { SharedState } from '../port/shared-state.js';
import { CallSlots } from './call-slots.js';
import { ClaimIntake } from './claim-intake.js';
import { ClaimWrites } from './claim-writes.js';
import { Drain } from './drain.js';
import { HandlerCalls } from './handler-calls.js';
import type { HandlerState } from './handler-state.js';
import type { RecordRun } from './record-run.js';
import { RunResults } from './run-results.js';
import { StoreHealth } from './store-health.js';
import { StoreRenewal } from './store-renewal.js';
import { SuspectQueue } from './suspect-queue.js';

/**
 * Makes a delivery from a store. The engine calls the handlers, retries, drains, and finds the handler that crashes the process.
 *
 * @param open opens the store of one registration
 * @param options options that every delivery takes
 * @param own names of the options that only this delivery takes
 * @throws ConfigurationError naming the wrong option
 */
export function deliveryOn<OwnClaim extends Claim>(
  open: (
    context: DeliveryContext,
    options: ResolvedDeliveryOptions,
  ) => CallbackStore<OwnClaim> | Promise<CallbackStore<OwnClaim>>,
  options: DeliveryOptions = {},
  own: readonly string[] = [],
): DeliveryFactory {
  const resolved = resolveDeliveryOptions(options, own);
  return async (context) => new DeliveryEngine(await open(context, resolved), resolved, context);
}

/** Claims the records of a store, and starts the calls of their handlers. */
export class DeliveryEngine<OwnClaim extends Claim> extends Delivery {
  override readonly shared?: SharedState;
  override readonly log?: SharedLog;
  override readonly receipts?: ReceiptsFactory;
  private readonly queue: OwnClaim[] = [];
  private readonly suspects: SuspectQueue<OwnClaim>;
  private readonly health: StoreHealth;
  private readonly renewal: StoreRenewal;
  private readonly writes: ClaimWrites;
  private readonly slots: CallSlots<HandlerState<RecordRun<OwnClaim>>>;
  private readonly intake: ClaimIntake<OwnClaim>;
  private calls: HandlerCalls<OwnClaim> | undefined;
  /** Number of records that the store is adding now. */
  private openAdds = 0;
  /** Whether `run` is called in the next turn. */
  private isScheduled = false;
  /** Whether `run` is called again in the present turn. */
  private goesOn = false;
  private readonly turn = new TurnBudget();
  private state: 'open' | 'draining' | 'closed' = 'open';
  private drain: Drain | undefined;
  private closed: Promise<void> | undefined;

  constructor(
    private readonly store: CallbackStore<OwnClaim>,
    override readonly options: ResolvedDeliveryOptions,
    private readonly context: DeliveryContext,
  ) {
    super();
    const { lifecycle } = context;
    this.shared = store.shared;
    this.log = store.log;
    this.receipts = store.receipts;
    this.health = new StoreHealth(lifecycle);
    this.writes = new ClaimWrites(lifecycle, this.health);
    this.suspects = new SuspectQueue(
      async () => this.calls?.shareSuspect(),
      () => this.schedule(),
    );
    this.slots = new CallSlots(
      options.concurrency,
      (call) => this.calls?.becameLong(call),
      (long, bytes, ms) => {
        const megabytes = Math.round(bytes / 1024 / 1024);
        const message = `${long} calls of handlers, with callbacks of ${megabytes} MB, have been running for more than ${ms} ms: no callback is claimed until one of them ends`;
        lifecycle.report('fault', { message });
      },
    );
    this.intake = new ClaimIntake({
      store,
      health: this.health,
      wanted: () => this.wanted,
      isStuck: () => this.slots.isStuck,
      longBytes: () => this.slots.longBytes,
      enqueue: (claim) => this.enqueue(claim),
      claimed: () => this.drain?.check(),
    });
    this.renewal = new StoreRenewal(store, this.health, () => {
      // Claims the records of a dead process, and those that were added without a claim.
      if (store.durable) this.intake.claim();
    });
  }

  get label(): string {
    return this.store.label;
  }

  get durable(): boolean {
    return this.store.durable;
  }

  /** @throws DeliveryUnavailableError once it is closed: nothing would handle what is replayed */
  get deadLetters(): DeadLetterStore {
    if (this.state === 'closed') throw new DeliveryUnavailableError('this instance has shut down');
    return this.store.deadLetters;
  }

  start(handlersOf: HandlersOf): void {
    this.renewal.keepAlive();
    this.calls = new HandlerCalls({
      store: this.store,
      options: this.options,
      slots: this.slots,
      health: this.health,
      results: new RunResults(this.store, this.writes, this.context.lifecycle, this.forget),
      handlersOf,
      isLast: () => this.state === 'draining' && !this.store.durable,
      isAlone: (running) => running === 0 && this.suspects.wantsQuiet,
      concluded: ({ alone, claim }) => {
        if (alone) this.suspects.ended(claim);
      },
      wake: () => {
        if (this.startable > 0) this.goOn();
        else this.intake.refill();
        this.drain?.check();
      },
    });
    this.store.onDue(() => this.intake.claim());
    this.intake.claim();
    this.schedule();
  }

  accept(record: CallbackRecord): Awaitable<'accepted' | 'duplicate'> {
    if (this.state !== 'open' && !(record.derived && this.state === 'draining')) return this.refuse();
    let outcome: Awaitable<OwnClaim | 'accepted' | 'duplicate'>;
    try {
      outcome = this.store.add(record, this.intake.hasRoom);
    } catch (error) {
      return Promise.reject(error);
    }
    if (!(outcome instanceof Promise)) return this.added(outcome);
    this.openAdds += 1;
    return outcome.then(
      (added) => {
        this.openAdds -= 1;
        this.health.worked('add');
        return this.added(added);
      },
      (error: unknown) => {
        this.openAdds -= 1;
        this.drain?.check();
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
    return { pending, dead, oldestPendingAt, running: this.calls?.running ?? 0 };
  }

  close(): Promise<void> {
    this.closed ??= this.drainAndClose();
    return this.closed;
  }

  private refuse(): Promise<never> {
    return Promise.reject(new DeliveryUnavailableError('this instance is shutting down'));
  }

  private added(outcome: OwnClaim | 'accepted' | 'duplicate'): 'accepted' | 'duplicate' {
    if (outcome === 'accepted') this.intake.leftUnclaimed();
    else if (outcome !== 'duplicate') this.enqueue(outcome);
    this.drain?.check();
    return outcome === 'duplicate' ? outcome : 'accepted';
  }

  private enqueue(claim: OwnClaim): void {
    this.intake.hold(claim);
    if (claim.progress.suspicion === undefined) this.queue.push(claim);
    else {
      // It may wait long for its turn.
      this.store.makeRoom?.(claim);
      this.suspects.push(claim);
    }
    this.schedule();
  }

  /** Removes a claim from memory: its result is written, or its lease is lost. */
  private readonly forget = (claim: OwnClaim): void => {
    // A suspect whose lease was lost before its handlers were called.
    this.suspects.ended(claim);
    this.intake.release(claim);
    if (this.startable === 0) this.intake.refill();
    this.drain?.check();
  };

  /** Which records are claimed now. A store that is not durable loses the remaining records, so all its retries become due at the end. */
  private get wanted(): 'none' | 'due' | 'everything' {
    if (this.calls === undefined || this.state === 'closed') return 'none';
    if (this.state === 'open') return 'due';
    return this.store.durable ? 'none' : 'everything';
  }

  /** Calls handlers in another turn, so that the answer to Chat goes out first. */
  private schedule(): void {
    if (this.isScheduled || this.calls === undefined) return;
    this.isScheduled = true;
    inNextTurn(inRootContext, () => {
      this.isScheduled = false;
      this.turn.begin();
      this.run();
    });
  }

  /** Calls the next handlers in the present turn while it is short. Most asynchronous handlers begin and end in one turn. */
  private goOn(): void {
    if (this.turn.isSpent) return this.schedule();
    if (this.goesOn) return;
    this.goesOn = true;
    queueMicrotask(() => {
      this.goesOn = false;
      inRootContext(() => this.run());
    });
  }

  private run(): void {
    const { calls } = this;
    if (calls === undefined || this.state === 'closed') return;
    // Other processes can take the claims whose handlers were not called.
    if (this.state === 'draining' && this.store.drain !== undefined) return this.putBackWaiting(calls);
    const suspect = this.suspects.next(calls.running);
    if (suspect !== undefined) calls.begin(suspect, true);
    // Requests are served between turns, however long a handler takes.
    let hasStarted = false;
    while (this.slots.isFree && !this.suspects.wantsQuiet) {
      if (hasStarted && this.turn.isSpent) break;
      hasStarted = true;
      if (calls.startReady()) continue;
      const claim = this.queue.shift();
      if (claim === undefined) break;
      calls.begin(claim, false);
    }
    if (this.startable === 0) this.intake.refill();
    else if (this.slots.isFree && !this.suspects.wantsQuiet) this.schedule();
    this.drain?.check();
  }

  private putBackWaiting(calls: HandlerCalls<OwnClaim>): void {
    for (const claim of [...this.queue.splice(0), ...this.suspects.drop()]) this.forget(claim);
    calls.putBackWaiting();
    this.drain?.check();
  }

  /** Number of claims and calls that can start as soon as there is a slot. */
  private get startable(): number {
    return this.queue.length + this.suspects.ready + (this.calls?.ready ?? 0);
  }

  private async drainAndClose(): Promise<void> {
    this.state = 'draining';
    const { calls, store } = this;
    this.drain = new Drain({
      store,
      lifecycle: this.context.lifecycle,
      drainTimeoutMs: this.options.drainTimeoutMs,
      claimCount: () => this.intake.count,
      isIdle: () => (calls === undefined || this.intake.isIdle) && this.openAdds === 0,
      // The drain does not wait for an add that hangs: Chat has already got 503.
      handlersEnded: () => this.queue.length + this.suspects.length + (calls?.open ?? 0) === 0,
    });
    if (calls !== undefined) {
      inRootContext(() => {
        calls.endRetries();
        this.run();
      });
      store.drain?.();
      this.intake.claim();
    }
    await this.drain.wait();
    this.state = 'closed';
    const renewed = this.renewal.end();
    this.suspects.close();
    this.slots.close();
    this.writes.close();
    calls?.close();
    await this.drain.report();
    await this.drain.closeStore(renewed);
  }
}
