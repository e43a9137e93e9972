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
} from '../../index.js';
import type { CallbackJournal } from './callback-journal.js';
import { afterCall, isAfterEntry, isBeforeEntry, lateCall, lacksAnswer, lacksCall } from './entry-changes.js';
import type { EntryState, KeptEntry } from './kept-entry.js';

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
    const { kind, by, durationMs: usedMs, timeoutMs, late } = step;
    const verdict = { kind, by, usedMs, timeoutMs };
    // Its handlers may have ended before it was decided.
    const known =
      this.find(step, (entry) => isBeforeEntry(entry) && entry.verdict === undefined) ??
      this.add(step, 'decided');
    const handlers = [...known.state.handlers, ...late.map((id) => lateCall(id, timeoutMs))];
    this.journal.change(known, { verdict, handlers });
  }

  answered(step: AnsweredStep): void {
    const { id, registration, status, errorCode, durationMs } = step;
    if (id === undefined) return;
    const known = this.journal.find(registration, id, (entry) => lacksAnswer(entry, status));
    if (known === undefined) return;
    this.journal.change(known, { answer: { status, errorCode, durationMs } });
  }

  handled(step: HandledStep): void {
    const known = step.before
      ? (this.find(step, (entry) => isBeforeEntry(entry) && lacksCall(entry, step)) ??
        this.add(step, 'decided'))
      : this.afterEntry(step);
    this.journal.change(known, { handlers: afterCall(known.state.handlers, step) });
  }

  rescheduled(step: RescheduledStep): void {
    this.changeAfter(step, { outcome: 'retrying', dueAt: step.dueAt });
  }

  completed(step: CallbackStep): void {
    this.changeAfter(step, { outcome: 'done', dueAt: undefined });
  }

  deadLettered(step: DeadLetteredStep): void {
    const known = this.afterEntry(step);
    this.journal.change(known, { outcome: 'dead', reason: step.reason, dueAt: undefined });
  }

  replayed(step: DeadLetterActionStep): void {
    this.act(step, 'replayed');
  }

  discarded(step: DeadLetterActionStep): void {
    this.act(step, 'discarded');
  }

  private act(step: DeadLetterActionStep, outcome: 'replayed' | 'discarded'): void {
    const { actor } = step;
    this.journal.change(this.afterEntry(step), { outcome, reason: undefined, actor });
  }

  /** The entry of an after-callback: a new one, where it is older than the journal, or was received elsewhere or not at all. */
  private afterEntry(step: ReceivedCallbackStep): KeptEntry {
    return this.find(step, isAfterEntry) ?? this.add(step, 'pending');
  }

  private changeAfter(step: CallbackStep, changes: Partial<Pick<EntryState, 'outcome' | 'dueAt'>>): void {
    const known = this.find(step, isAfterEntry);
    if (known !== undefined) this.journal.change(known, changes);
  }

  private find(
    { registration, id }: CallbackStep,
    is: (state: EntryState) => boolean,
  ): KeptEntry | undefined {
    return this.journal.find(registration, id, is);
  }

  private add(step: ReceivedCallbackStep, outcome: EntryState['outcome']): KeptEntry {
    const { id, registration, command, sdkAppId, receivedAt } = step;
    return this.journal.add(
      { id, registration, command, sdkAppId, receivedAt, outcome, answer: null, handlers: [] },
      this.textOf(step),
    );
  }

  private textOf(step: ReceivedCallbackStep): string | undefined {
    if (!this.bodies.shown) return undefined;
    const text = JSON.stringify(bodyOf(step));
    return text.length <= this.bodies.maxLength ? text : undefined;
  }
}
