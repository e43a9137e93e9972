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
} from '../../../index.js';
import type { CallbackJournal } from './callback-journal.js';
import { isAfterEntry, isBeforeEntry, lacksAnswer, lacksCall } from './entry-changes.js';
import { putCall, putLateCall } from './kept-calls.js';
import type { KeptEntry } from './kept-entry.js';

/** Which bodies are kept. */
export interface KeptBodies {
  /** Whether bodies are kept at all. */
  readonly shown: boolean;
  /** The longest that is, in characters of its JSON. */
  readonly maxLength: number;
}

/** Writes into the journal what the lifecycle of one registration reports. */
export class JournalObserver implements LifecycleObserver {
  constructor(
    private readonly journal: CallbackJournal,
    private readonly bodies: KeptBodies,
  ) {}

  accepted(step: AcceptedStep): void {
    // Where nobody listens nothing more is reported, and nothing is left to do.
    const outcome = step.unheard === true ? 'done' : step.outcome === 'accepted' ? 'pending' : step.outcome;
    this.add(step, outcome);
  }

  decided(step: DecidedStep): void {
    const { kind, decidedBy, durationMs: usedMs, timeoutMs, late } = step;
    // Its handlers may have ended before it was decided.
    const known =
      this.find(step, (entry) => isBeforeEntry(entry) && entry.verdict === undefined) ??
      this.add(step, 'decided');
    known.verdict = { kind, decidedBy, usedMs, timeoutMs };
    for (const handler of late) putLateCall(known, handler, timeoutMs);
    this.journal.changed(known);
  }

  answered(step: AnsweredStep): void {
    const { id, registration, status, errorCode, durationMs } = step;
    if (id === undefined) return;
    const known = this.journal.find(registration, id, (entry) => lacksAnswer(entry, status));
    if (known === undefined) return;
    known.status = status;
    known.errorCode = errorCode;
    known.answeredInMs = durationMs;
    this.journal.changed(known);
  }

  handled(step: HandledStep): void {
    const known = step.before
      ? (this.find(step, (entry) => isBeforeEntry(entry) && lacksCall(entry, step)) ??
        this.add(step, 'decided'))
      : this.afterEntry(step);
    putCall(known, step);
    this.journal.changed(known);
  }

  rescheduled(step: RescheduledStep): void {
    const known = this.find(step, isAfterEntry);
    if (known === undefined) return;
    known.outcome = 'retrying';
    known.dueAt = step.dueAt;
    this.journal.changed(known);
  }

  completed(step: CallbackStep): void {
    const known = this.find(step, isAfterEntry);
    if (known === undefined) return;
    known.outcome = 'done';
    known.dueAt = undefined;
    this.journal.changed(known);
  }

  deadLettered(step: DeadLetteredStep): void {
    const known = this.afterEntry(step);
    known.outcome = 'dead';
    known.reason = step.reason;
    known.dueAt = undefined;
    this.journal.changed(known);
  }

  replayed(step: DeadLetterActionStep): void {
    this.act(step, 'replayed');
  }

  discarded(step: DeadLetterActionStep): void {
    this.act(step, 'discarded');
  }

  private act(step: DeadLetterActionStep, outcome: 'replayed' | 'discarded'): void {
    const known = this.afterEntry(step);
    known.outcome = outcome;
    known.reason = undefined;
    known.actor = step.actor;
    this.journal.changed(known);
  }

  /** Returns the entry of an after-callback, a new one if the journal has none: it may be older, or received elsewhere. */
  private afterEntry(step: ReceivedCallbackStep): KeptEntry {
    return this.find(step, isAfterEntry) ?? this.add(step, 'pending');
  }

  private find({ registration, id }: CallbackStep, is: (entry: KeptEntry) => boolean): KeptEntry | undefined {
    return this.journal.find(registration, id, is);
  }

  private add(step: ReceivedCallbackStep, outcome: KeptEntry['outcome']): KeptEntry {
    const { id, registration, command, sdkAppId, receivedAt } = step;
    return this.journal.add({ id, registration, command, sdkAppId, receivedAt, outcome }, this.textOf(step));
  }

  private textOf(step: ReceivedCallbackStep): string | undefined {
    if (!this.bodies.shown) return undefined;
    const text = JSON.stringify(bodyOf(step));
    return text.length <= this.bodies.maxLength ? text : undefined;
  }
}
