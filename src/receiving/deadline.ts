import type { VerdictDeadline } from '../events/tencent-chat-before.event.js';

/** Limits the time of a before-callback's handlers. */
export class Deadline implements VerdictDeadline {
  private readonly startedAt = performance.now();
  private readonly timer: NodeJS.Timeout;
  private controller: AbortController | undefined;
  private passed = false;
  private clearedAt = Infinity;

  /** @param onPassed called once when the time is over, unless the deadline is cleared before */
  constructor(
    private readonly timeoutMs: number,
    onPassed: () => void,
  ) {
    this.timer = setTimeout(() => {
      this.passed = true;
      // Before the abort, so that the poll has ended when handlers react to the signal.
      onPassed();
      this.controller?.abort(timeout());
    }, timeoutMs);
  }

  /** Time used, in ms. */
  get usedMs(): number {
    return performance.now() - this.startedAt;
  }

  get remainingMs(): number {
    return Math.max(0, this.timeoutMs - this.usedMs);
  }

  /** Made on demand: most handlers do not read it. */
  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.passed) this.controller.abort(timeout());
    }
    return this.controller.signal;
  }

  /** Ends the deadline, because the verdict is given. */
  clear(): void {
    this.clearedAt = performance.now();
    clearTimeout(this.timer);
  }

  /** Time since the verdict was given, in ms; 0 before. */
  get sinceClearedMs(): number {
    return Math.max(0, performance.now() - this.clearedAt);
  }
}

function timeout(): DOMException {
  return new DOMException('the time for a verdict is over', 'TimeoutError');
}
