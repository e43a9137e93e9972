import type { Attributes } from '@opentelemetry/api';

/**
 * What is recorded at each callback waits here until metrics are collected: the SDK sorts and prints the attributes of every
 * record, which takes longer than all that is done here for a callback.
 *
 * Nothing is deferred before the SDK has told of a collection: one that never does would miss everything. And of each
 * attributes the first record after a collection goes to the SDK at once, which takes its time for the begin of a series.
 */
export abstract class Deferred<Pending> {
  private pending: Map<Attributes, Pending> | undefined;

  /** To be called when metrics are about to be collected. */
  collect(): void {
    this.flush(new Map());
  }

  /** To be called at the end: from then on nothing waits. */
  stop(): void {
    this.flush(undefined);
  }

  /**
   * @param attributes the same object for the same attributes
   * @returns `undefined` for what has to be recorded at once
   */
  protected pendingOf(attributes: Attributes): Pending | undefined {
    const pending = this.pending?.get(attributes);
    if (pending === undefined) this.pending?.set(attributes, this.none());
    return pending;
  }

  protected abstract none(): Pending;

  protected abstract write(pending: Pending, attributes: Attributes): void;

  private flush(next: Map<Attributes, Pending> | undefined): void {
    const { pending = [] } = this;
    this.pending = next;
    for (const [attributes, each] of pending) this.write(each, attributes);
  }
}
