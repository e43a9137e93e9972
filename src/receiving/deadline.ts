import type { VerdictDeadline } from '../events/tencent-chat-before.event.js';

/** Limits the time of a before-callback's handlers. */
export class Deadline implements VerdictDeadline {
  private readonly startedAt = performance.now();
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
      // Precedes the abort, so that whatever handlers do on it comes after the end.
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

  clear(): void {
    clearTimeout(this.timer);
  }
}

function timeout(): DOMException {
  return new DOMException('the time for a verdict is over', 'TimeoutError');
}
