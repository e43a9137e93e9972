import type { Awaitable } from '../../common/awaitable.js';
import { steadyNow } from '../../common/time/steady-now.js';
import type { CallbackStore, Claim } from '../port/callback-store.js';
import type { ResolvedDeliveryOptions } from '../port/delivery.options.js';
import { endCrashing } from '../port/progress.js';
import type { FailedCall, HandlersOf } from '../port/record-handler.js';
import { CallLines } from './call-lines.js';
import type { CallSlots } from './call-slots.js';
import { RETRY_WRITE_MS } from './claim-writes.js';
import type { HandlerState } from './handler-state.js';
import { failing, RecordRun } from './record-run.js';
import { retryDelayMs } from './retry-delay.js';
import { RetryTimers } from './retry-timers.js';
import type { RunResults } from './run-results.js';
import type { StoreHealth } from './store-health.js';

/** Delay of a call that is put back because too many calls wait, in ms. Jitter shortens it by up to half. */
const PUT_BACK = { initialDelayMs: 5000, maxDelayMs: 5000 };

/** The part of the engine that the calls use. */
export interface CallsHost<OwnClaim extends Claim> {
  readonly store: CallbackStore<OwnClaim>;
  readonly options: ResolvedDeliveryOptions;
  readonly slots: CallSlots<HandlerState<RecordRun<OwnClaim>>>;
  readonly results: RunResults<OwnClaim>;
  readonly health: StoreHealth;
  readonly handlersOf: HandlersOf;
  /** Whether no attempt follows, because a delivery that is not durable is closing. */
  isLast(): boolean;
  /** Whether nothing runs beside the present suspect; `running` is the number of records in their handlers. */
  isAlone(running: number): boolean;
  /** Called when the last call of a record has ended. */
  concluded(run: RecordRun<OwnClaim>): void;
  /** Called when calls may start in another turn. */
  wake(): void;
}

/** Calls the handlers of claimed records, each call in a shared slot. */
export class HandlerCalls<OwnClaim extends Claim> {
  /** Number of records in their handlers. */
  running = 0;
  private readonly lines = new CallLines<HandlerState<RecordRun<OwnClaim>>>();
  /** Calls that only wait for a slot. */
  private readonly queue: HandlerState<RecordRun<OwnClaim>>[] = [];
  private readonly retries = new RetryTimers<RecordRun<OwnClaim>>((run, dueAt) => this.retry(run, dueAt));
  /** The suspect whose handlers are called. */
  private suspect: RecordRun<OwnClaim> | undefined;
  private closed = false;

  constructor(private readonly host: CallsHost<OwnClaim>) {}

  /** Number of calls that only wait for a slot. */
  get ready(): number {
    return this.queue.length;
  }

  /** Number of calls that run or wait. */
  get open(): number {
    return this.running + this.queue.length + this.lines.waiting;
  }

  /**
   * Calls the handlers of a claim that are due.
   *
   * @param alone whether it is a suspect, whose handlers are called one at a time, each after a mark in the store
   */
  begin(claim: OwnClaim, alone: boolean): void {
    const { store, options, results } = this.host;
    if (store.begin?.(claim) === false) return results.forget(claim);
    const progress = alone ? endCrashing(claim.progress, options.retry.crashes) : claim.progress;
    const now = this.host.isLast() ? Infinity : steadyNow();
    let run: RecordRun<OwnClaim>;
    try {
      run = new RecordRun(claim, now, progress, this.host.handlersOf(claim.record), alone);
    } catch (error) {
      run = new RecordRun(claim, now, progress, [failing(claim.record.command, error)], alone, true);
    }
    if (alone) this.suspect = run;
    this.advance(run);
  }

  /** Starts a call that waited for a slot. Returns `false` if none waits. */
  startReady(): boolean {
    const call = this.queue.shift();
    if (call === undefined) return false;
    if (this.launch(call)) this.advance(call.run);
    return true;
  }

  /** Puts back the calls that wait, so that other processes can take them. */
  putBackWaiting(): void {
    this.endRetries();
    const waiting = this.lines.clear();
    for (const call of this.queue.splice(0)) {
      this.lines.leave(call);
      waiting.push(call);
    }
    for (const call of waiting) call.putBack(steadyNow());
    for (const { run } of waiting) this.advance(run);
  }

  /** Clears the timers of retries. Retries the handlers now if no attempt follows; otherwise a later claim retries them. */
  endRetries(): void {
    for (const run of this.retries.clearAll()) if (this.host.isLast()) this.retry(run, Infinity);
  }

  /** Called when a call has left its slot. Saves the handlers that are done, so that a crash does not repeat them. */
  becameLong({ run }: HandlerState<RecordRun<OwnClaim>>): void {
    this.host.wake();
    const advance = () => this.advance(run);
    if (run.hasNews && !run.alone) this.host.results.save(run, advance, advance);
    else this.keep(run);
  }

  /** Notes in the store that others run beside the suspect from now on, so that a death of the process may be theirs. */
  async shareSuspect(): Promise<void> {
    const run = this.suspect;
    const call = run?.states.find(({ status }) => status === 'open');
    if (run === undefined || call === undefined) return;
    await this.host.results.markBeside(run, call.handler.id);
    this.advance(run);
  }

  close(): void {
    this.closed = true;
    this.retries.clearAll();
  }

  /** Starts the calls that may start. Writes the result of the run when none of its calls is open. */
  private advance(run: RecordRun<OwnClaim>): void {
    if (this.closed) return;
    if (!run.isLost && run.suspectUntil === undefined) {
      for (const call of run.states) {
        if (run.alone && run.open > 0) break;
        if (call.status === 'left' && !call.wasTried && call.dueAt <= run.dueUntil) this.admit(call);
      }
    }
    if (run.open > 0) return this.keep(run);
    this.retries.clear(run);
    this.host.concluded(run);
    this.host.results.conclude(run);
  }

  private keep(run: RecordRun<OwnClaim>): void {
    if (!run.takesSlot) this.host.store.makeRoom?.(run.claim);
    const dueAt = run.alone || run.isLost ? undefined : run.nextDueAt;
    if (dueAt === undefined) this.retries.clear(run);
    else this.retries.set(run, dueAt);
  }

  private admit(call: HandlerState<RecordRun<OwnClaim>>): void {
    call.wasTried = true;
    if (!this.host.isLast() && this.lines.refuses(call)) {
      call.dueAt = steadyNow() + retryDelayMs(PUT_BACK, 1);
      return;
    }
    call.status = 'open';
    call.run.open += 1;
    call.isInLine = !this.lines.enter(call);
    if (call.isInLine) return;
    if (this.host.slots.isFree) this.launch(call);
    else this.queue.push(call);
  }

  /** @returns whether the call has ended already */
  private launch(call: HandlerState<RecordRun<OwnClaim>>): boolean {
    const { run } = call;
    // The lease may have been lost while the call waited.
    if (this.host.store.begin?.(run.claim) === false) run.isLost = true;
    if (run.isLost) {
      this.putBack(call);
      return true;
    }
    if (!run.alone) return this.start(call);
    void this.startMarked(call);
    return false;
  }

  /** Marks a handler in the store, so that a death of the process is counted, and calls it. */
  private async startMarked(call: HandlerState<RecordRun<OwnClaim>>): Promise<void> {
    const { run, handler } = call;
    const { store, health } = this.host;
    try {
      const hasLease = await store.save(run.claim, run.toMark(handler.id, !this.host.isAlone(this.running)));
      if (!hasLease) run.isLost = true;
    } catch (error) {
      // Without the mark a crash would not be counted, so no handler is called; the mark is tried again later.
      health.failed(error, 'save');
      run.suspectUntil = steadyNow() + RETRY_WRITE_MS;
    }
    if (!run.isLost && run.suspectUntil === undefined) {
      if (this.start(call)) this.advance(run);
      return;
    }
    this.putBack(call);
    this.advance(run);
  }

  /** Ends a call that had its place, without calling the handler. */
  private putBack(call: HandlerState<RecordRun<OwnClaim>>): void {
    call.putBack(steadyNow());
    this.admitNext(call);
  }

  /** @returns whether the call has ended already */
  private start(call: HandlerState<RecordRun<OwnClaim>>): boolean {
    const { run, handler } = call;
    let outcome: Awaitable<FailedCall | undefined>;
    try {
      outcome = handler.call(call.attempts + 1);
    } catch (error) {
      outcome = { handler: handler.id, error, retryable: true };
    }
    if (!(outcome instanceof Promise)) {
      this.settle(call, outcome);
      return true;
    }
    this.host.slots.take(call);
    if (run.running === 0) this.running += 1;
    run.running += 1;
    void outcome.then(
      (failure) => this.ended(call, failure),
      (error: unknown) => this.ended(call, { handler: handler.id, error, retryable: true }),
    );
    return false;
  }

  private ended(call: HandlerState<RecordRun<OwnClaim>>, failure: FailedCall | undefined): void {
    const { run } = call;
    this.host.slots.give(call);
    run.running -= 1;
    if (run.running === 0) this.running -= 1;
    this.settle(call, failure);
    this.advance(run);
    this.host.wake();
  }

  private settle(call: HandlerState<RecordRun<OwnClaim>>, failure: FailedCall | undefined): void {
    call.run.open -= 1;
    call.attempts += 1;
    this.admitNext(call);
    call.status = 'done';
    if (failure === undefined) return;
    call.failure = failure;
    const retry = { ...this.host.options.retry, ...call.handler.retry };
    if (!failure.retryable || call.attempts >= retry.attempts || this.host.isLast()) call.status = 'ended';
    else {
      call.status = 'left';
      call.dueAt = steadyNow() + retryDelayMs(retry, call.attempts);
    }
  }

  /** Queues the calls that waited for the end of this one. */
  private admitNext(call: HandlerState<RecordRun<OwnClaim>>): void {
    if (call.handler.key === undefined && call.handler.concurrency === undefined) return;
    const next = this.lines.leave(call);
    if (next.length === 0) return;
    for (const each of next) each.isInLine = false;
    this.queue.push(...next);
    this.host.wake();
  }

  private retry(run: RecordRun<OwnClaim>, dueUntil: number): void {
    const callDue = () => {
      run.dueUntil = dueUntil;
      for (const state of run.states) {
        if (state.status === 'left' && state.dueAt <= dueUntil) state.wasTried = false;
      }
      this.advance(run);
    };
    this.host.results.save(run, callDue, () => this.advance(run));
  }
}
