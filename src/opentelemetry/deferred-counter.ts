import type { Attributes, Counter } from '@opentelemetry/api';
import { Deferred } from './deferred.js';

/**
 * Adds the counts since the last collection to a counter of the SDK. An ObservableCounter would not do: the SDK does not sum its values when
 * a view, or a second app in the process, leaves equal attributes.
 */
export class DeferredCounter extends Deferred<{ count: number }> {
  constructor(private readonly counter: Counter) {
    super();
  }

  /** @param attributes the same object for the same attributes */
  increment(attributes: Attributes): void {
    const pending = this.pendingOf(attributes);
    if (pending === undefined) this.counter.add(1, attributes);
    else pending.count += 1;
  }

  protected none(): { count: number } {
    return { count: 0 };
  }

  protected write({ count }: { count: number }, attributes: Attributes): void {
    if (count > 0) this.counter.add(count, attributes);
  }
}
