/** Is due at the first look, and again whenever its interval has passed. */
export class Recurrence {
  private last = -Infinity;

  /** @param everyMs interval, in ms */
  constructor(private readonly everyMs: number) {}

  /** Returns whether it is due. The interval begins again then. */
  isDue(): boolean {
    const now = performance.now();
    if (now - this.last <= this.everyMs) return false;
    this.last = now;
    return true;
  }
}
