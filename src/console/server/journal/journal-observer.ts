import {
  type AcceptedStep,
  type AnsweredStep,
  bodyOf,
  type CallbackStep,
  type DeadLetterActionStep,
  type DeadLetteredStep,
  type DecidedStep,
  type HandledStep,
  type LifecycleObserver,
  type ReceivedCallbackStep,
  type RescheduledStep,
  type SlowStep,
} from '../../../index.js';
import type { JournalEntry } from '../../api/console-api.js';
import type { CallbackJournal } from './callback-journal.js';
import { isAfterEntry, isBeforeEntry, lacksAnswer, lacksCall } from './entry-changes.js';
import { type KeptEntry, putLateEnd, putResult, putSlowCall } from './kept-entry.js';

/** Writes into the journal what the lifecycle of one registration reports. */
export class JournalObserver implements LifecycleObserver {
  constructor(
    private readonly journal: CallbackJournal,
    /** Maximum length of a body's JSON, in characters; 0 keeps no bodies. */
    private readonly maxBodyLength: number,
  ) {}

  accepted(step: AcceptedStep): void {
    // Without a handler no other step follows.
    const outcome = step.unheard === true ? 'done' : step.outcome === 'accepted' ? 'pending' : step.outcome;
    this.add(step, outcome);
  }

  decided(step: DecidedStep): void {
    const { kind, decidedBy, durationMs: usedMs, timeoutMs, late } = step;
    // Its handlers may have ended before the verdict.
    const known =
      this.find(step, (entry) => isBeforeEntry(entry) && entry.shown.verdict === undefined) ??
      this.add(step, 'decided');
    known.shown.verdict = { kind, decidedBy, usedMs, timeoutMs };
    for (const id of late) {
      const error = `gave no verdict within ${timeoutMs} ms`;
      known.shown.handlers.push({ id, attempts: 1, durationMs: timeoutMs, done: false, error });
    }
    this.journal.changed(known);
  }

  answered(step: AnsweredStep): void {
    const { id, registration, status, errorCode, durationMs } = step;
    if (id === undefined) return;
    const known = this.journal.find(registration, id, (entry) => lacksAnswer(entry, status));
    this.change(known, { answer: { status, errorCode, durationMs } });
  }

  handled(step: HandledStep): void {
    if (step.lateByMs !== undefined && !step.before) return this.endedLate(step);
    const known = step.before
      ? (this.find(step, (entry) => isBeforeEntry(entry) && lacksCall(entry, step)) ??
        this.add(step, 'decided'))
      : this.afterEntry(step);
    putResult(known, step);
    this.journal.changed(known);
  }

  slow(step: SlowStep): void {
    const known = this.afterEntry(step);
    putSlowCall(known, step);
    this.journal.changed(known);
  }

  rescheduled(step: RescheduledStep): void {
    this.change(this.find(step, isAfterEntry), { outcome: 'retrying', dueAt: step.dueAt });
  }

  completed(step: CallbackStep): void {
    this.change(this.find(step, isAfterEntry), { outcome: 'done', dueAt: undefined });
  }

  deadLettered(step: DeadLetteredStep): void {
    this.change(this.afterEntry(step), { outcome: 'dead', reason: step.reason, dueAt: undefined });
  }

  replayed(step: DeadLetterActionStep): void {
    this.change(this.afterEntry(step), { outcome: 'replayed', reason: undefined, actor: step.actor });
  }

  discarded(step: DeadLetterActionStep): void {
    this.change(this.afterEntry(step), { outcome: 'discarded', reason: undefined, actor: step.actor });
  }

  private endedLate(step: HandledStep): void {
    const known = this.find(step, isAfterEntry);
    if (known === undefined) return;
    putLateEnd(known, step);
    this.journal.changed(known);
  }

  private change(known: KeptEntry | undefined, changes: Partial<JournalEntry>): void {
    if (known === undefined) return;
    Object.assign(known.shown, changes);
    this.journal.changed(known);
  }

  /** Returns the entry of an after-callback, a new one if the journal has none: it may be older, or received elsewhere. */
  private afterEntry(step: ReceivedCallbackStep): KeptEntry {
    return this.find(step, isAfterEntry) ?? this.add(step, 'pending');
  }

  private find({ registration, id }: CallbackStep, is: (entry: KeptEntry) => boolean): KeptEntry | undefined {
    return this.journal.find(registration, id, is);
  }

  private add(step: ReceivedCallbackStep, outcome: JournalEntry['outcome']): KeptEntry {
    const { id, registration, command, sdkAppId, receivedAt } = step;
    return this.journal.add({ id, registration, command, sdkAppId, receivedAt, outcome }, this.textOf(step));
  }

  private textOf(step: ReceivedCallbackStep): string | undefined {
    if (this.maxBodyLength === 0) return undefined;
    const text = JSON.stringify(bodyOf(step));
    return text.length <= this.maxBodyLength ? text : undefined;
  }
}
