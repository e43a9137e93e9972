import { stepOf } from '../../lifecycle/body-of.js';
import { errorLine } from '../../common/error-text.js';
import type { HandlerFailure } from '../../lifecycle/lifecycle-steps.js';
import type { Lifecycle } from '../../lifecycle/lifecycle.js';
import type { CallbackStore, Claim } from '../port/callback-store.js';
import type { Death } from '../port/dead-record.js';
import type { Awaitable } from '../../common/awaitable.js';
import type { ResolvedDeliveryOptions } from '../port/delivery.options.js';
import type { AttemptFailure, HandleContext, HandleOutcome, HandleRecord } from '../port/handle-record.js';
import { afterAttempt, endCrashing, endedHandler, type Progress } from '../port/progress.js';
import { retryDelayMs } from '../port/retry.options.js';
import { steadyNow } from '../../common/steady-now.js';
import type { StoreHealth } from './store-health.js';

/** Delay before a failed write is retried, in ms. */
const RETRY_WRITE_MS = 2000;

/** Calls the handlers of claims, and completes or reschedules each claim or makes it a dead letter. */
export class HandlerCalls<Held extends Claim> {
  private closed = false;

  constructor(
    private readonly store: CallbackStore<Held>,
    private readonly options: ResolvedDeliveryOptions,
    private readonly lifecycle: Lifecycle,
    private readonly handle: HandleRecord,
    private readonly health: StoreHealth,
  ) {}

  /**
   * Calls the handlers of a claim and waits for them. Starts to write the result then.
   *
   * @param last whether this is the last attempt, because a delivery that is not durable is closing
   * @param written called when the result is written
   */
  call(claim: Held, last: boolean, written: () => void): Awaitable<void> {
    if (this.store.begin?.(claim) === false) return written();
    const outcome = this.handle(claim.record, contextOf(claim.progress));
    if (!(outcome instanceof Promise)) return this.conclude(claim, claim.progress, outcome, last, written);
    return outcome.then((ended) => this.conclude(claim, claim.progress, ended, last, written));
  }

  /** Calls the handlers of a suspect one at a time, each after a mark in the store. */
  async callAlone(claim: Held, written: () => void): Promise<void> {
    if (this.store.begin?.(claim) === false) return written();
    const progress = endCrashing(claim.progress, this.options.retry.crashes);
    let reached = progress;
    const before = async (handler: string, done: readonly string[]) => {
      reached = { ...progress, done: [...progress.done, ...done] };
      await this.mark(claim, reached, handler);
    };
    try {
      const outcome = await this.handle(claim.record, { ...contextOf(progress), before });
      this.conclude(claim, progress, outcome, false, written);
    } catch (error) {
      // Without the mark a crash would not be counted, so no handler is called; the mark is tried again later.
      this.health.failed(error, 'write');
      const dueAt = steadyNow() + RETRY_WRITE_MS;
      this.write(
        () => this.store.reschedule(claim, dueAt, reached),
        written,
        () => {},
      );
    }
  }

  /** Ends all writes. */
  close(): void {
    this.closed = true;
  }

  private async mark(claim: Held, progress: Progress, handler: string): Promise<void> {
    const { suspicion } = progress;
    const deaths = suspicion?.handler === handler ? suspicion.deaths : 0;
    if (await this.store.save(claim, { ...progress, suspicion: { handler, deaths } })) return;
    throw new Error('the lease of a suspect was lost');
  }

  private conclude(
    claim: Held,
    before: Progress,
    outcome: HandleOutcome,
    last: boolean,
    written: () => void,
  ): void {
    const { record } = claim;
    if (outcome.failures.length === 0 && before.ended.length === 0) {
      this.write(
        () => this.store.complete(claim),
        written,
        () => {
          if (!this.lifecycle.isObserved('completed')) return;
          const { id, command, sdkAppId, receivedAt } = record;
          this.lifecycle.report('completed', { id, command, sdkAppId, durationMs: Date.now() - receivedAt });
        },
      );
      return;
    }
    const progress = afterAttempt(before, outcome);
    const retried = outcome.failures.filter(({ retryable }) => retryable);
    if (retried.length === 0 || last || progress.attempts >= this.options.retry.attempts) {
      this.giveUp(claim, progress, retried, outcome.failures, written);
    } else this.tryAgain(claim, progress, retried, written);
  }

  private tryAgain(
    claim: Held,
    progress: Progress,
    failures: readonly AttemptFailure[],
    written: () => void,
  ): void {
    const dueAt = steadyNow() + retryDelayMs(this.options.retry, progress.attempts);
    this.write(
      () => this.store.reschedule(claim, dueAt, progress),
      written,
      () => {
        const { id, command, sdkAppId } = claim.record;
        this.lifecycle.report('rescheduled', {
          id,
          command,
          sdkAppId,
          attempt: progress.attempts,
          failures,
          dueAt,
        });
      },
    );
  }

  private giveUp(
    claim: Held,
    progress: Progress,
    retried: readonly AttemptFailure[],
    failedNow: readonly HandlerFailure[],
    written: () => void,
  ): void {
    const left = [...progress.ended, ...retried.map(endedHandler)];
    const death: Death = {
      reason: left.some(({ crashed }) => crashed) ? 'crashed' : 'failed',
      handlers: left.map(({ handler }) => handler),
      attempts: progress.attempts,
      error: left.map(({ error }) => error).join('; '),
    };
    this.write(
      () => this.store.deadLetter(claim, death),
      written,
      () => {
        const failures = left.map(
          ({ handler, error }) =>
            failedNow.find((failure) => failure.handler === handler) ?? { handler, error },
        );
        const { reason, attempts, error } = death;
        this.lifecycle.report('deadLettered', stepOf(claim.record, { reason, attempts, failures, error }));
      },
    );
  }

  /**
   * Writes the result of a claim, and retries until it is written. The claim is held until then, so that no handler is called twice.
   *
   * @param written called when it is written, or when the lease is lost
   * @param reported called when it is written
   */
  private write(change: () => Awaitable<boolean>, written: () => void, reported: () => void): void {
    // The delivery is closed: the record stays as it is.
    if (this.closed) return;
    let outcome: Awaitable<boolean>;
    try {
      outcome = change();
    } catch (error) {
      outcome = Promise.reject(error);
    }
    if (outcome instanceof Promise) {
      void this.writeLater(outcome, change, written, reported);
      return;
    }
    if (outcome) reported();
    written();
  }

  private async writeLater(
    outcome: Promise<boolean>,
    change: () => Awaitable<boolean>,
    written: () => void,
    reported: () => void,
  ): Promise<void> {
    try {
      const kept = await outcome;
      this.health.worked('write');
      if (kept) reported();
      written();
    } catch (error) {
      if (this.closed) return;
      this.health.failed(error, 'write');
      const message = `cannot record callback results; retrying: ${errorLine(error)}`;
      this.lifecycle.report('fault', { message });
      setTimeout(() => this.write(change, written, reported), RETRY_WRITE_MS).unref();
    }
  }
}

function contextOf({ attempts, done, ended, only }: Progress): HandleContext {
  return {
    attempt: attempts + 1,
    done: ended.length === 0 ? done : [...done, ...ended.map(({ handler }) => handler)],
    only,
  };
}
