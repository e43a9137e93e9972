/** The levels that the usage of one day has reached. */
export class LevelTracker {
  /** The highest level that was reached; `null` if there is none. */
  highest: number | null = null;
  /** The earliest time at which each level was reached, in ms since the epoch; in the order of the levels. */
  private readonly reachedAt: number[] = [];
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
    let nth = 0;
    for (const level of this.levels) {
      if (usage < level) break;
      if (at < (this.reachedAt[nth] ?? Infinity)) this.reachedAt[nth] = at;
      if (level > (this.highest ?? 0)) this.highest = level;
      nth += 1;
    }
    const { highest } = this;
    return highest !== null && highest > this.emitted ? highest : null;
  }

  /** Records that a level was emitted, by this process or another one. */
  markEmitted(level: number): void {
    this.emitted = Math.max(this.emitted, level);
  }

  /** All levels, ascending; `reachedAt` is `null` for one that was not reached. */
  get all(): { level: number; reachedAt: Date | null }[] {
    return this.levels.map((level, nth) => {
      const at = this.reachedAt[nth];
      return { level, reachedAt: at === undefined ? null : new Date(at) };
    });
  }
}
