import type { Meter } from '@opentelemetry/api';
import type {
  AcceptedStep,
  AnsweredStep,
  CallbackStep,
  CompletedStep,
  DeadLetteredStep,
  DecidedStep,
  DriftStep,
  ExpiredStep,
  HandledStep,
  LifecycleObserver,
  RejectedStep,
  SlowStep,
  TelemetryContext,
} from '../index.js';
import { ATTRIBUTE } from './attributes.js';
import { Deferred } from './deferred.js';
import { ErrorTypes } from './error-types.js';
import { createInstruments } from './instruments.js';
import { StepAttributes } from './step-attributes.js';

/** Counts and times the steps of one registration's lifecycle. */
export class StepMetrics implements LifecycleObserver {
  private readonly instruments: ReturnType<typeof createInstruments>;
  private readonly attributes: StepAttributes;
  private readonly errorTypes = new ErrorTypes();

  constructor(meter: Meter, context: Pick<TelemetryContext, 'registration' | 'isKnown'>) {
    this.instruments = createInstruments(meter);
    this.attributes = new StepAttributes(context);
  }

  /** Called when metrics are about to be collected. */
  collect(): void {
    for (const instrument of this.deferred()) instrument.collect();
  }

  /** Called at the end. Later steps are still recorded. */
  stop(): void {
    for (const instrument of this.deferred()) instrument.stop();
  }

  rejected({ reason, status }: RejectedStep): void {
    const attributes = { [ATTRIBUTE.reason]: reason, [ATTRIBUTE.status]: status };
    this.instruments.rejections.add(1, this.attributes.with(attributes));
  }

  answered({ command, status, durationMs }: AnsweredStep): void {
    this.instruments.answers.record(durationMs / 1000, this.attributes.ofAnswer(command, status));
  }

  accepted({ command, outcome }: AcceptedStep): void {
    this.instruments.callbacks.increment(this.attributes.ofOutcome(command, outcome));
  }

  decided({ command, kind, decidedBy, unreadable, durationMs, timeoutMs }: DecidedStep): void {
    const by = unreadable === undefined ? decidedBy : 'unreadable';
    this.instruments.callbacks.increment(this.attributes.ofOutcome(command, 'decided'));
    this.instruments.verdicts.increment(this.attributes.ofVerdict(command, kind, by));
    this.instruments.budget.record(durationMs / timeoutMs, this.attributes.ofCommand(command));
  }

  handled(step: HandledStep): void {
    const attributes = this.attributes.ofCall(step.command, step.handler);
    if (step.skipped !== undefined) return this.instruments.skipped.add(1, attributes);
    if (step.lateByMs !== undefined) {
      this.instruments.late.add(1, attributes);
      // The call was recorded when its time was over.
      if (!step.before) return;
    }
    const seconds = step.durationMs / 1000;
    if (!('error' in step)) this.instruments.processing.record(seconds, attributes);
    else {
      const type = this.errorTypes.of(step.error);
      this.instruments.processing.recordNow(seconds, { ...attributes, [ATTRIBUTE.errorType]: type });
    }
  }

  slow({ command, handler }: SlowStep): void {
    this.instruments.slow.add(1, this.attributes.ofCall(command, handler));
  }

  rescheduled({ command }: CallbackStep): void {
    this.instruments.attempts.increment(this.attributes.ofOutcome(command, 'rescheduled'));
  }

  completed({ command, durationMs }: CompletedStep): void {
    this.instruments.attempts.increment(this.attributes.ofOutcome(command, 'completed'));
    this.instruments.deliveries.record(Math.max(0, durationMs / 1000), this.attributes.ofCommand(command));
  }

  deadLettered({ command, reason }: DeadLetteredStep): void {
    const attributes = { ...this.attributes.ofCommand(command), [ATTRIBUTE.reason]: reason };
    this.instruments.deadLetters.add(1, attributes);
    // No handler received a body that does not match its class.
    if (reason === 'invalid') return;
    this.instruments.attempts.increment(this.attributes.ofOutcome(command, 'dead_lettered'));
  }

  replayed(): void {
    this.instruments.removed.add(1, this.attributes.with({ [ATTRIBUTE.action]: 'replayed' }));
  }

  discarded(): void {
    this.instruments.removed.add(1, this.attributes.with({ [ATTRIBUTE.action]: 'discarded' }));
  }

  expired({ count }: ExpiredStep): void {
    this.instruments.removed.add(count, this.attributes.with({ [ATTRIBUTE.action]: 'expired' }));
  }

  drift({ command, known, unknownMembers }: DriftStep): void {
    if (known) this.instruments.members.add(unknownMembers.length, this.attributes.ofCommand(command));
    else this.instruments.unknown.add(1, this.attributes.with());
  }

  fault(): void {
    this.instruments.faults.add(1, this.attributes.with());
  }

  private deferred(): Deferred<unknown>[] {
    return Object.values(this.instruments).filter((instrument) => instrument instanceof Deferred);
  }
}
