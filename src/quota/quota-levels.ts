/** The levels that the usage of one day has reached. */
export class QuotaLevels {
  /** The earliest time at which each level was reached, in ms since the epoch. */
  private readonly reachedAt = new Map<number, number>();
  private emitted = 0;

  /** @param levels ascending, each above 0 and at most 1, such as `[0.8, 0.9, 1]` */
  constructor(private readonly levels: readonly number[]) {}

  /**
   * Records the levels that a usage reaches. Usages may come in any order.
   *
   * @param usage share of the limit
   * @param at in ms since the epoch
   * @returns the level to emit: the highest one of the day, until {@link markEmitted} is called with it; `null` if there is
   * none. Lower levels that were skipped are never emitted.
   */
  reach(usage: number, at: number): number | null {
    for (const level of this.levels) {
      if (usage < level) break;
      if (at < (this.reachedAt.get(level) ?? Infinity)) this.reachedAt.set(level, at);
    }
    const { highest } = this;
    return highest !== null && highest > this.emitted ? highest : null;
  }

  /** Records that a level was emitted, by this process or another one. */
  markEmitted(level: number): void {
    this.emitted = Math.max(this.emitted, level);
  }

  /** The highest level that was reached; `null` if there is none. */
  get highest(): number | null {
    return this.levels.findLast((level) => this.reachedAt.has(level)) ?? null;
  }

  /** All levels, ascending; `reachedAt` is `null` for one that was not reached. */
  get all(): { level: number; reachedAt: Date | null }[] {
    return this.levels.map((level) => {
      const at = this.reachedAt.get(level);
      return { level, reachedAt: at === undefined ? null : new Date(at) };
    });
  }
}
