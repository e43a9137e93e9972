import { errorLine } from './error-text.js';
import type { CallbackTracing } from './callback-tracing.js';
import { LIFECYCLE_CHANNELS, type LifecycleObserver } from './lifecycle-channels.js';
import type { LifecycleStepName, LifecycleSteps } from './lifecycle-steps.js';

/**
 * Reports what happens to the callbacks of one registration, step by step: to its own observers, and to the channels of
 * `node:diagnostics_channel`.
 */
export class Lifecycle {
  /** Runs what is traced, where the option `telemetry` traces. */
  tracing: CallbackTracing | undefined;
  private observers: readonly LifecycleObserver[] = [];
  /** Whether one of them observes a step, as far as that was asked. */
  private readonly observed = new Map<LifecycleStepName, boolean>();

  /**
   * @param registration its name
   * @param app stands for the app that it is a registration of
   */
  constructor(
    readonly registration: string,
    readonly app: object = {},
  ) {}

  /**
   * Observes this registration alone. Observers are called synchronously; one that throws breaks nothing, and a warning
   * of the process says so.
   *
   * @returns what ends the observation
   */
  observe(observer: LifecycleObserver): () => void {
    this.observeBy([...this.observers, observer]);
    return () => this.observeBy(this.observers.filter((each) => each !== observer));
  }

  /** Whether anybody observes a step: what is reported to nobody need not be put together. */
  isObserved(step: LifecycleStepName): boolean {
    return LIFECYCLE_CHANNELS[step].hasSubscribers || this.isObservedHere(step);
  }

  report<Step extends LifecycleStepName>(
    step: Step,
    details: Omit<LifecycleSteps[Step], 'registration'>,
  ): void {
    if (!this.isObserved(step)) return;
    // Made for this report: to copy it takes longer than to make it.
    const payload = Object.assign(details, { registration: this.registration });
    for (const observer of this.observers) {
      const observe: unknown = observer[step];
      if (typeof observe !== 'function') continue;
      try {
        const outcome: unknown = Reflect.apply(observe, observer, [payload]);
        if (outcome instanceof Promise) outcome.catch((error: unknown) => warn(step, error));
      } catch (error) {
        warn(step, error);
      }
    }
    LIFECYCLE_CHANNELS[step].publish(payload);
  }

  private isObservedHere(step: LifecycleStepName): boolean {
    const known = this.observed.get(step);
    if (known !== undefined) return known;
    const observed = this.observers.some((observer) => step in observer);
    this.observed.set(step, observed);
    return observed;
  }

  private observeBy(observers: readonly LifecycleObserver[]): void {
    this.observers = observers;
    this.observed.clear();
  }
}

function warn(step: LifecycleStepName, error: unknown): void {
  process.emitWarning(`an observer of the step "${step}" threw: ${errorLine(error)}`, 'TencentChatWebhook');
}
