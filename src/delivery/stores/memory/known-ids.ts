/** Of what waits for its handlers: known without an end. */
const WAITING = Infinity;

/** The ids of what waits, and those of what was handled: for a time, and the latest of them. */
export class KnownIds {
  /** Until when, by `performance.now()` in whole ms: a fraction would take memory of its own. */
  private readonly until = new Map<string, number>();
  /** Goes on where it stopped: the oldest of a map that is often added to are not found from its beginning. */
  private readonly oldest = this.until.keys();
  private waiting = 0;
  /** Those that waited when it was their turn to be forgotten. */
  private readonly passedOver = new Set<string>();

  /** @param most how many are remembered of what was handled */
  constructor(private readonly most: number) {}

  has(id: string): boolean {
    const until = this.until.get(id);
    return until !== undefined && performance.now() < until;
  }

  /** It waits, until {@link remember} or {@link forget} says what became of it. */
  hold(id: string): void {
    this.until.set(id, WAITING);
    this.waiting += 1;
  }

  remember(id: string, forMs: number): void {
    this.waiting -= 1;
    // It becomes one of the latest.
    if (this.passedOver.delete(id)) this.until.delete(id);
    this.until.set(id, Math.ceil(performance.now() + forMs));
    while (this.until.size - this.waiting > this.most && this.forgetOldest());
  }

  forget(id: string): void {
    this.waiting -= 1;
    this.passedOver.delete(id);
    this.until.delete(id);
  }

  private forgetOldest(): boolean {
    const { value: id } = this.oldest.next();
    if (id === undefined) return false;
    if (this.until.get(id) === WAITING) this.passedOver.add(id);
    else this.until.delete(id);
    return true;
  }
}
