import { asFailure } from '../../common/as-failure.js';
import { isThenable, type Awaitable } from '../../common/awaitable.js';
import { isInstance } from '../../common/is-instance.js';
import { inOwnContext } from '../../common/root-context.js';
import { NonRetryableError, type FailedCall } from '../../delivery/port/record-handler.js';
import type { EventCall } from '../../events/event-call.js';
import { stepOf, withBody } from '../../lifecycle/body-of.js';
import type { Lifecycle } from '../../lifecycle/lifecycle.js';
import type { AfterRecord } from './after-record.js';
import { assertFinished } from '../finished.js';
import type { Handler } from '../handler.js';
import type { HandlerRunner } from './handler-runner.js';
import { HandlerTimeoutError } from './handler-timeout-error.js';
import type { StaleCheck } from './stale-check.js';

/** In ms. A timer that fires this much too late shows that the process was stopped, or its event loop blocked. */
const STOP_MS = 100;

/** What the calls of one handler with one record have in common. */
export interface AttemptContext {
  readonly handler: Handler;
  readonly called: AfterRecord;
  /** How long a call may take, in ms; 0 means for ever. */
  readonly timeoutMs: number;
  readonly check: StaleCheck | undefined;
  readonly runner: HandlerRunner;
  readonly lifecycle: Lifecycle;
}

/** One call of a handler of an after-callback, within its `timeoutMs`. */
export class HandlerAttempt implements EventCall {
  stale = false;
  private startedAt = 0;
  private controller: AbortController | undefined = undefined;
  private timer: NodeJS.Timeout | undefined = undefined;
  private timeout: HandlerTimeoutError | undefined = undefined;

  /** @param attempt number of the attempt, from 1 */
  constructor(
    private readonly context: AttemptContext,
    private readonly attempt: number,
  ) {}

  /** Made on demand: most handlers do not read it. */
  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.timeout !== undefined) this.controller.abort(this.timeout);
    }
    return this.controller.signal;
  }

  get staleKey(): string | undefined {
    return this.context.check?.key;
  }

  get staleOrder(): number | undefined {
    return this.context.check?.order;
  }

  /** @returns the failure; `undefined` if the handler succeeded */
  run(): Awaitable<FailedCall | undefined> {
    const { check } = this.context;
    return check === undefined ? this.call() : this.checked(check);
  }

  private async checked(check: StaleCheck): Promise<FailedCall | undefined> {
    try {
      this.stale = await check.isStale();
    } catch (error) {
      return this.failed(error);
    }
    if (this.stale && check.action === 'skip') {
      this.report({ skipped: 'stale' });
      return undefined;
    }
    const failure = await this.call();
    if (failure === undefined) await check.done();
    return failure;
  }

  private call(): Awaitable<FailedCall | undefined> {
    const { handler, called, runner } = this.context;
    const { attempt } = this;
    this.startedAt = performance.now();
    try {
      const run = () => runner.run(handler, called, attempt, () => called.eventFor(handler, attempt, this));
      // The module's own handlers enter no context.
      const end = handler.own ? run() : inOwnContext(run);
      return isThenable(end) ? this.inTime(end) : this.ended(end);
    } catch (error) {
      return this.failed(error);
    }
  }

  private inTime(end: PromiseLike<unknown>): Promise<FailedCall | undefined> {
    return new Promise((resolve) => {
      const { timeoutMs, runner, called, handler } = this.context;
      // Throws if the promise's `constructor` getter throws.
      const ending = Promise.resolve(end);
      const count = runner.running.get(called.event, handler.id);
      count.running += 1;
      const settle = (failure: FailedCall | undefined): void => {
        if (this.timeout === undefined) count.running -= 1;
        resolve(failure);
      };
      ending.then(
        (result: unknown) => settle(this.ended(result)),
        (error: unknown) => settle(this.failed(error)),
      );
      if (timeoutMs === 0) return;
      this.timer = setTimeout(() => {
        this.warn();
        this.wait(timeoutMs / 2, () => {
          count.running -= 1;
          resolve(this.timeOut());
        });
      }, timeoutMs / 2).unref();
    });
  }

  /**
   * Waits for the second half of the time. If the process was stopped meanwhile, waits once more, because timers fire before Node reads the
   * answers that have arrived.
   */
  private wait(halfMs: number, over: () => void, isAgain = false): void {
    const due = performance.now() + halfMs;
    this.timer = setTimeout(() => {
      const wasStopped = performance.now() - due > STOP_MS;
      if (wasStopped && !isAgain) this.wait(halfMs, over, true);
      else over();
    }, halfMs).unref();
  }

  private ended(result: unknown): FailedCall | undefined {
    try {
      assertFinished(result);
    } catch (error) {
      return this.failed(error);
    }
    clearTimeout(this.timer);
    this.report({});
    return undefined;
  }

  private failed(thrown: unknown): FailedCall {
    const error = asFailure(thrown);
    clearTimeout(this.timer);
    this.report({ error });
    return { handler: this.context.handler.id, error, retryable: !isInstance(error, NonRetryableError) };
  }

  private timeOut(): FailedCall {
    const error = new HandlerTimeoutError(this.context.handler.id, this.context.timeoutMs);
    const failure = this.failed(error);
    this.timeout = error;
    this.controller?.abort(error);
    return failure;
  }

  private warn(): void {
    const { handler, called, timeoutMs, lifecycle } = this.context;
    const details = { event: called.event, handler: handler.id, attempt: this.attempt, timeoutMs };
    lifecycle.report('slow', stepOf(called.record, details));
  }

  private report(outcome: { error?: unknown; skipped?: 'stale' }): void {
    const { called, lifecycle, timeoutMs } = this.context;
    if (!lifecycle.isObserved('handled')) return;
    const { attempt, startedAt } = this;
    const { record, event } = called;
    const { id, command, sdkAppId, receivedAt, body } = record;
    const handler = this.context.handler.id;
    const durationMs = startedAt === 0 ? 0 : performance.now() - startedAt;
    const call = { id, command, sdkAppId, receivedAt, before: false, event, handler, attempt, durationMs };
    // A timer may fire a fraction of a millisecond early.
    const late = this.timeout === undefined ? undefined : { lateByMs: Math.max(0, durationMs - timeoutMs) };
    const isPlain = late === undefined && !('error' in outcome) && outcome.skipped === undefined;
    lifecycle.report('handled', withBody(isPlain ? call : { ...call, ...late, ...outcome }, body));
  }
}
