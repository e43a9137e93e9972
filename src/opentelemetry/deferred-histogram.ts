import type { Attributes, Histogram } from '@opentelemetry/api';
import { Deferred } from './deferred.js';

/** Maximum number of values that wait in memory. */
const MAX_PENDING = 128;

/** Records many values together in a histogram of the SDK. */
export class DeferredHistogram extends Deferred<number[]> {
  constructor(private readonly histogram: Histogram) {
    super();
  }

  /** @param attributes the same object for the same attributes */
  record(value: number, attributes: Attributes): void {
    const pending = this.pendingOf(attributes);
    if (pending === undefined) this.recordNow(value, attributes);
    else if (pending.push(value) === MAX_PENDING) this.write(pending.splice(0), attributes);
  }

  /** Records a value whose attributes are a new object each time. */
  recordNow(value: number, attributes: Attributes): void {
    this.histogram.record(value, attributes);
  }

  protected none(): number[] {
    return [];
  }

  protected write(pending: readonly number[], attributes: Attributes): void {
    for (const value of pending) this.histogram.record(value, attributes);
  }
}
