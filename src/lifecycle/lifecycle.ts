import { errorLine } from '../common/error-text.js';
import { isThenable } from '../common/awaitable.js';
import { isObject } from '../common/is-object.js';
import type { CallbackTracing } from './callback-tracing.js';
import { LIFECYCLE_CHANNELS, type LifecycleObserver } from './lifecycle-channels.js';
import type { LifecycleStepName, LifecycleSteps } from './lifecycle-steps.js';
import { NO_TELEMETRY, type Telemetry } from './telemetry.js';

type Observe = (payload: object) => unknown;

/**
 * Reports each step of a registration's callbacks to the observers of that registration and to the channels of
 * `node:diagnostics_channel`. It has nothing to do with Nest's lifecycle hooks.
 */
export class Lifecycle {
  /** Traces receiving and handlers; `undefined` if the option `telemetry` does not trace. */
  readonly tracing: CallbackTracing | undefined;
  private observers: readonly LifecycleObserver[];
  /** Caches the methods that observe a step. */
  private readonly observing = new Map<LifecycleStepName, readonly Observe[]>();

  /**
   * @param registration name of the registration
   * @param app identifies the app that the registration belongs to
   * @param telemetry observes every step
   */
  constructor(
    readonly registration: string,
    readonly app: object = {},
    telemetry: Pick<Telemetry, 'observers' | 'tracing'> = NO_TELEMETRY,
  ) {
    this.observers = telemetry.observers;
    this.tracing = telemetry.tracing;
  }

  /**
   * Observes this registration alone. Observers are called synchronously. If one throws, the process emits a warning and the
   * callback goes on.
   *
   * @returns a function that ends the observation
   * @throws TypeError for an observer that is no object
   */
  observe(observer: LifecycleObserver): () => void {
    if (!isObject(observer)) throw new TypeError('observe() takes an object with a method for each step');
    this.setObservers([...this.observers, observer]);
    return () => this.setObservers(this.observers.filter((each) => each !== observer));
  }

  /** Returns whether anything observes a step. Callers need not build the details of a step that nothing observes. */
  isObserved(step: LifecycleStepName): boolean {
    return LIFECYCLE_CHANNELS[step].hasSubscribers || this.observersOf(step).length > 0;
  }

  /** @param details are completed in place, because a copy takes longer than the details themselves */
  report<Step extends LifecycleStepName>(
    step: Step,
    details: Omit<LifecycleSteps[Step], 'registration'> & { registration?: string },
  ): void {
    const observers = this.observersOf(step);
    const channel = LIFECYCLE_CHANNELS[step];
    if (observers.length === 0 && !channel.hasSubscribers) return;
    details.registration = this.registration;
    for (const observe of observers) {
      try {
        const outcome = observe(details);
        if (isThenable(outcome)) Promise.resolve(outcome).catch((error: unknown) => warn(step, error));
      } catch (error) {
        warn(step, error);
      }
    }
    channel.publish(details);
  }

  private observersOf(step: LifecycleStepName): readonly Observe[] {
    const known = this.observing.get(step);
    if (known !== undefined) return known;
    const found = this.observers.flatMap((observer) => methodOf(observer, step));
    this.observing.set(step, found);
    return found;
  }

  private setObservers(observers: readonly LifecycleObserver[]): void {
    this.observers = observers;
    this.observing.clear();
  }
}

/** A member of an observer may be a getter of the app that throws. */
function methodOf(observer: LifecycleObserver, step: LifecycleStepName): readonly Observe[] {
  try {
    const observe: unknown = observer[step];
    return typeof observe === 'function' ? [observe.bind(observer)] : [];
  } catch (error) {
    warn(step, error);
    return [];
  }
}

function warn(step: LifecycleStepName, error: unknown): void {
  process.emitWarning(`an observer of the step "${step}" threw: ${errorLine(error)}`, 'TencentChatWebhook');
}
