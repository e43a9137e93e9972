import {
  type HandledStep,
  HandlerTimeoutError,
  type LifecycleObserver,
  type SlowStep,
} from '../../../index.js';
import { isInstance } from '../../../common/is-instance.js';
import { PairMap } from '../../../common/collections/pair-map.js';
import { CallTimes } from './call-times.js';

/** The counts of one handler of an event in this process. */
export class HandlerCounts {
  calls = 0;
  failures = 0;
  timeouts = 0;
  slow = 0;
  skipped = 0;
  readonly times = new CallTimes();

  constructor(
    readonly event: string,
    readonly handler: string,
  ) {}
}

/** Counts and times the calls of the handlers of one registration. */
export class HandlerWatch implements LifecycleObserver {
  private readonly counts = new PairMap((event, handler) => new HandlerCounts(event, handler));

  /** Returns the counts of every handler that was called. */
  all(): HandlerCounts[] {
    return [...this.counts.values()];
  }

  handled(step: HandledStep): void {
    const counts = this.counts.get(step.event, step.handler);
    if (step.skipped !== undefined) {
      counts.skipped += 1;
      return;
    }
    const isLate = step.lateByMs !== undefined;
    // It was counted when its time was over.
    if (isLate && !step.before) return;
    counts.calls += 1;
    counts.times.add(step.durationMs);
    if ('error' in step) counts.failures += 1;
    if (isLate || isInstance(step.error, HandlerTimeoutError)) counts.timeouts += 1;
  }

  slow({ event, handler }: SlowStep): void {
    this.counts.get(event, handler).slow += 1;
  }
}
