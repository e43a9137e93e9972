/** Ids that are remembered for a time, the latest of them. */
export class RecentIds {
  /** Until when, by `performance.now()` in whole ms: a fraction would take memory of its own. */
  private readonly until = new Map<string, number>();
  /** Goes on where it stopped: the oldest of a map that is often added to are not found from its beginning. */
  private readonly oldest = this.until.keys();

  /** @param most how many are remembered */
  constructor(private readonly most: number) {}

  has(id: string): boolean {
    const until = this.until.get(id);
    return until !== undefined && performance.now() < until;
  }

  add(id: string, forMs: number): void {
    this.until.set(id, Math.ceil(performance.now() + forMs));
    if (this.until.size <= this.most) return;
    const { value } = this.oldest.next();
    if (value !== undefined) this.until.delete(value);
  }
}
