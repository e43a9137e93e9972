import { errorLine } from '../common/error-text.js';
import type { CallbackTracing } from './callback-tracing.js';
import { LIFECYCLE_CHANNELS, type LifecycleObserver } from './lifecycle-channels.js';
import type { LifecycleStepName, LifecycleSteps } from './lifecycle-steps.js';

type Observe = (payload: object) => unknown;

/**
 * Reports what happens to the callbacks of one registration, step by step: to its own observers, and to the channels of
 * `node:diagnostics_channel`.
 */
export class Lifecycle {
  /** Runs what is traced, where the option `telemetry` traces. */
  tracing: CallbackTracing | undefined;
  private observers: readonly LifecycleObserver[] = [];
  /** Those of them that observe a step, as far as that was asked. */
  private readonly observing = new Map<LifecycleStepName, readonly Observe[]>();

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
    return LIFECYCLE_CHANNELS[step].hasSubscribers || this.observersOf(step).length > 0;
  }

  report<Step extends LifecycleStepName>(
    step: Step,
    details: Omit<LifecycleSteps[Step], 'registration'> & { registration?: string },
  ): void {
    const observers = this.observersOf(step);
    const channel = LIFECYCLE_CHANNELS[step];
    if (observers.length === 0 && !channel.hasSubscribers) return;
    // They were made for this report: to copy them takes longer than to make them.
    details.registration = this.registration;
    for (const observe of observers) {
      try {
        const outcome = observe(details);
        if (outcome instanceof Promise) outcome.catch((error: unknown) => warn(step, error));
      } catch (error) {
        warn(step, error);
      }
    }
    channel.publish(details);
  }

  private observersOf(step: LifecycleStepName): readonly Observe[] {
    const known = this.observing.get(step);
    if (known !== undefined) return known;
    const found = this.observers.flatMap((observer) => {
      const observe: unknown = observer[step];
      return typeof observe === 'function' ? [observe.bind(observer)] : [];
    });
    this.observing.set(step, found);
    return found;
  }

  private observeBy(observers: readonly LifecycleObserver[]): void {
    this.observers = observers;
    this.observing.clear();
  }
}

function warn(step: LifecycleStepName, error: unknown): void {
  process.emitWarning(`an observer of the step "${step}" threw: ${errorLine(error)}`, 'TencentChatWebhook');
}
