import { stepOf } from '../../lifecycle/body-of.js';
import type { Lifecycle } from '../../lifecycle/lifecycle.js';
import type { CallbackStore, Claim } from '../port/callback-store.js';
import type { ClaimWrites } from './claim-writes.js';
import type { RecordRun } from './record-run.js';

/** Writes the results of runs to the store, and reports them. */
export class RunResults<OwnClaim extends Claim> {
  /** @param forget called when the result of a claim is written, or its lease is lost */
  constructor(
    private readonly store: CallbackStore<OwnClaim>,
    private readonly writes: ClaimWrites,
    private readonly lifecycle: Lifecycle,
    readonly forget: (claim: OwnClaim) => void,
  ) {}

  /** Completes the record of a run, reschedules it, or makes it a dead letter. */
  conclude(run: RecordRun<OwnClaim>): void {
    if (run.isLost) return this.forget(run.claim);
    const dueAt = run.suspectUntil ?? run.nextDueAt;
    if (dueAt !== undefined) return this.reschedule(run, dueAt);
    if (run.isComplete) this.complete(run);
    else this.makeDeadLetter(run);
  }

  /**
   * Writes the progress of a run and keeps the claim. Reports the failures of handlers that are called again. When all its handlers have
   * ended and the progress could not be written, writes the result instead: a full store may still take a write that frees space.
   *
   * @param saved called when the progress is written, or the lease is lost
   * @param concluded called when the result has to be written instead
   */
  save(run: RecordRun<OwnClaim>, saved: () => void, concluded: () => void): void {
    run.open += 1;
    run.saves += 1;
    this.writes.write({
      use: 'save',
      change: () => this.store.save(run.claim, run.toProgress()),
      written: (hasLease) => {
        run.open -= 1;
        run.saves -= 1;
        if (hasLease) this.reportRescheduled(run);
        else run.isLost = true;
        saved();
      },
      isReplaced: () => {
        if (run.open > run.saves) return false;
        run.open -= 1;
        run.saves -= 1;
        if (run.open === 0) concluded();
        return true;
      },
    });
  }

  /** Notes on the mark of a suspect that others run beside it. Resolves also if the store cannot be written. */
  async markBeside(run: RecordRun<OwnClaim>, handler: string): Promise<void> {
    run.open += 1;
    try {
      await this.store.save(run.claim, run.toMark(handler, true));
    } catch {
      // The stronger mark stays.
    }
    run.open -= 1;
  }

  private complete({ claim }: RecordRun<OwnClaim>): void {
    this.writes.write({
      use: 'result',
      change: () => this.store.complete(claim),
      written: (hasLease) => {
        if (hasLease && this.lifecycle.isObserved('completed')) {
          const { id, command, sdkAppId, receivedAt } = claim.record;
          this.lifecycle.report('completed', { id, command, sdkAppId, durationMs: Date.now() - receivedAt });
        }
        this.forget(claim);
      },
    });
  }

  private reschedule(run: RecordRun<OwnClaim>, dueAt: number): void {
    const progress = run.toProgress();
    this.writes.write({
      use: 'result',
      change: () => this.store.reschedule(run.claim, dueAt, progress),
      written: (hasLease) => {
        if (hasLease) this.reportRescheduled(run);
        this.forget(run.claim);
      },
    });
  }

  private makeDeadLetter(run: RecordRun<OwnClaim>): void {
    const death = run.toDeath();
    this.writes.write({
      use: 'result',
      change: () => this.store.deadLetter(run.claim, death),
      written: (hasLease) => {
        if (hasLease) {
          const { reason, attempts, error } = death;
          const details = { reason, attempts, failures: run.finalFailures, error };
          this.lifecycle.report('deadLettered', stepOf(run.claim.record, details));
        }
        this.forget(run.claim);
      },
    });
  }

  private reportRescheduled(run: RecordRun<OwnClaim>): void {
    const failures = run.takeFailures();
    if (failures.length === 0) return;
    const { id, command, sdkAppId } = run.claim.record;
    const { attempts: attempt, nextDueAt: dueAt = Date.now() } = run;
    this.lifecycle.report('rescheduled', { id, command, sdkAppId, attempt, failures, dueAt });
  }
}
