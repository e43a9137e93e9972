import type { VerdictDeadline } from '../events/tencent-chat-before.event.js';

/** The time that handlers of a before-callback have. */
export class Deadline implements VerdictDeadline {
  private readonly begun = performance.now();
  private readonly timer: NodeJS.Timeout;
  private controller: AbortController | undefined;
  private passed = false;

  /** @param onPassed called once when the time is over, unless the deadline is cleared before */
  constructor(
    private readonly timeoutMs: number,
    onPassed: () => void,
  ) {
    this.timer = setTimeout(() => {
      this.passed = true;
      // First, so that what handlers do at the abort comes after the end.
      onPassed();
      this.controller?.abort(timeIsOver());
    }, timeoutMs);
  }

  /** Time used, in ms. */
  get usedMs(): number {
    return performance.now() - this.begun;
  }

  get remainingMs(): number {
    return Math.max(0, this.timeoutMs - this.usedMs);
  }

  /** Made on demand: most handlers do not look at it. */
  get signal(): AbortSignal {
    if (this.controller === undefined) {
      this.controller = new AbortController();
      if (this.passed) this.controller.abort(timeIsOver());
    }
    return this.controller.signal;
  }

  clear(): void {
    clearTimeout(this.timer);
  }
}

function timeIsOver(): DOMException {
  return new DOMException('the time for a verdict is over', 'TimeoutError');
}
