/** How many calls count. */
const KEPT = 512;

/** The durations of the latest calls of a handler, in ms. */
export class CallTimes {
  private readonly times = new Float64Array(KEPT);
  private added = 0;
  private sorted: Float64Array | undefined;

  add(durationMs: number): void {
    this.times[this.added % KEPT] = durationMs;
    this.added += 1;
    this.sorted = undefined;
  }

  /**
   * Returns the time within which a share of the calls ended, in ms; `null` without a call.
   *
   * @param share from 0 to 1
   */
  quantile(share: number): number | null {
    this.sorted ??= this.times.slice(0, Math.min(this.added, KEPT)).toSorted();
    return this.sorted[Math.max(0, Math.ceil(share * this.sorted.length) - 1)] ?? null;
  }
}
