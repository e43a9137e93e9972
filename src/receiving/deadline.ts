/** The time that handlers of a before-callback have. */
export class Deadline {
  private readonly end: number;
  private readonly timer: NodeJS.Timeout;
  private controller: AbortController | undefined;
  private passed = false;

  /** @param onPassed called once when the time is over, unless the deadline is cleared before */
  constructor(timeoutMs: number, onPassed: () => void) {
    this.end = performance.now() + timeoutMs;
    this.timer = setTimeout(() => {
      this.passed = true;
      this.controller?.abort(timeIsOver());
      onPassed();
    }, timeoutMs);
  }

  /** Time left, in ms; 0 when it is over. */
  get remainingMs(): number {
    return Math.max(0, this.end - performance.now());
  }

  /** By how much the time is over, in ms. */
  get missedByMs(): number {
    return Math.max(0, performance.now() - this.end);
  }

  /** Aborted when the time is over. Made on demand: most handlers do not look at it. */
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
