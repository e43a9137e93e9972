import type { Attributes, Counter, Histogram, Meter } from '@opentelemetry/api';
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
  TelemetryContext,
} from '../index.js';
import { ATTRIBUTE, commandName, errorType, SYSTEM } from './attributes.js';
import { ANSWER_SECONDS, BUDGET_SHARES, DELIVERY_SECONDS, PROCESS_SECONDS } from './buckets.js';

/** Counts and times what the lifecycle of one registration reports. */
export class StepMetrics implements LifecycleObserver {
  private readonly callbacks: Counter;
  private readonly rejections: Counter;
  private readonly answers: Histogram;
  private readonly verdicts: Counter;
  private readonly budget: Histogram;
  private readonly processing: Histogram;
  private readonly attempts: Counter;
  private readonly deliveries: Histogram;
  private readonly deadLetters: Counter;
  private readonly removed: Counter;
  private readonly members: Counter;
  private readonly unknown: Counter;
  private readonly faults: Counter;

  constructor(
    meter: Meter,
    private readonly context: Pick<TelemetryContext, 'registration' | 'isKnown'>,
  ) {
    const counter = (name: string, unit: string, description: string) =>
      meter.createCounter(name, { unit, description });
    const histogram = (name: string, unit: string, description: string, bounds: number[]) =>
      meter.createHistogram(name, { unit, description, advice: { explicitBucketBoundaries: bounds } });
    this.callbacks = counter('tencent_chat.callbacks', '{callback}', 'Callbacks, by what became of them');
    this.rejections = counter('tencent_chat.rejections', '{request}', 'Requests that were not accepted');
    this.answers = histogram(
      'tencent_chat.answer.duration',
      's',
      'From the authentication of a request to its answer; Chat waits 2 s',
      ANSWER_SECONDS,
    );
    this.verdicts = counter('tencent_chat.verdicts', '{verdict}', 'Answers to before-callbacks');
    this.budget = histogram(
      'tencent_chat.verdict.budget.usage',
      '1',
      'Share of verdicts.timeoutMs that a verdict took',
      BUDGET_SHARES,
    );
    this.processing = histogram('messaging.process.duration', 's', 'Calls of handlers', PROCESS_SECONDS);
    this.attempts = counter(
      'tencent_chat.attempts',
      '{attempt}',
      'Times that a callback was handed to its handlers',
    );
    this.deliveries = histogram(
      'tencent_chat.delivery.duration',
      's',
      'From the acceptance of a callback until all its handlers were done',
      DELIVERY_SECONDS,
    );
    this.deadLetters = counter('tencent_chat.dead_letters', '{callback}', 'Callbacks that were given up');
    this.removed = counter(
      'tencent_chat.dead_letters.removed',
      '{callback}',
      'Dead letters that were replayed, discarded or dropped',
    );
    this.members = counter(
      'tencent_chat.unknown_members',
      '{member}',
      'Members of bodies that their class does not know',
    );
    this.unknown = counter('tencent_chat.unknown_commands', '{callback}', 'Callbacks without a class');
    this.faults = counter('tencent_chat.faults', '{fault}', "Failures that are no callback's");
  }

  rejected({ reason, status }: RejectedStep): void {
    this.rejections.add(1, this.attributes({ [ATTRIBUTE.reason]: reason, [ATTRIBUTE.status]: status }));
  }

  answered({ command, status, durationMs }: AnsweredStep): void {
    const named = command === undefined ? {} : { [ATTRIBUTE.command]: this.nameOf(command) };
    const attributes = this.attributes({ ...named, [ATTRIBUTE.status]: status });
    this.answers.record(durationMs / 1000, attributes);
  }

  accepted({ command, outcome }: AcceptedStep): void {
    this.callbacks.add(1, this.of(command, { [ATTRIBUTE.outcome]: outcome }));
  }

  decided({ command, kind, by, durationMs, timeoutMs }: DecidedStep): void {
    this.callbacks.add(1, this.of(command, { [ATTRIBUTE.outcome]: 'decided' }));
    this.verdicts.add(1, this.of(command, { [ATTRIBUTE.kind]: kind, [ATTRIBUTE.by]: by }));
    this.budget.record(durationMs / timeoutMs, this.of(command));
  }

  handled(step: HandledStep): void {
    const attributes: Attributes = {
      [ATTRIBUTE.system]: SYSTEM,
      [ATTRIBUTE.operationName]: 'process',
      [ATTRIBUTE.operationType]: 'process',
      [ATTRIBUTE.destination]: this.nameOf(step.command),
      [ATTRIBUTE.handler]: step.handler,
    };
    if ('error' in step) attributes[ATTRIBUTE.errorType] = errorType(step.error);
    this.processing.record(step.durationMs / 1000, this.attributes(attributes));
  }

  rescheduled({ command }: CallbackStep): void {
    this.attempts.add(1, this.of(command, { [ATTRIBUTE.outcome]: 'rescheduled' }));
  }

  completed({ command, durationMs }: CompletedStep): void {
    this.attempts.add(1, this.of(command, { [ATTRIBUTE.outcome]: 'completed' }));
    this.deliveries.record(Math.max(0, durationMs / 1000), this.of(command));
  }

  deadLettered({ command, reason }: DeadLetteredStep): void {
    this.deadLetters.add(1, this.of(command, { [ATTRIBUTE.reason]: reason }));
    // No handler got a body that is not as its class says.
    if (reason !== 'invalid') {
      this.attempts.add(1, this.of(command, { [ATTRIBUTE.outcome]: 'dead_lettered' }));
    }
  }

  replayed(): void {
    this.removed.add(1, this.attributes({ [ATTRIBUTE.action]: 'replayed' }));
  }

  discarded(): void {
    this.removed.add(1, this.attributes({ [ATTRIBUTE.action]: 'discarded' }));
  }

  expired({ count }: ExpiredStep): void {
    this.removed.add(count, this.attributes({ [ATTRIBUTE.action]: 'expired' }));
  }

  drift({ command, known, unknownMembers }: DriftStep): void {
    if (known) this.members.add(unknownMembers.length, this.of(command));
    else this.unknown.add(1, this.attributes({}));
  }

  fault(): void {
    this.faults.add(1, this.attributes({}));
  }

  private of(command: string, more: Attributes = {}): Attributes {
    return this.attributes({ [ATTRIBUTE.command]: this.nameOf(command), ...more });
  }

  private attributes(attributes: Attributes): Attributes {
    return { [ATTRIBUTE.registration]: this.context.registration, ...attributes };
  }

  private nameOf(command: string): string {
    return commandName(command, this.context.isKnown);
  }
}
