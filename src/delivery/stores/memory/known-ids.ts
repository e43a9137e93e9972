import { OldestKeys } from '../../../common/collections/oldest-keys.js';

/** Expiry of the id of a pending record. */
const WAITING = Infinity;

/** Remembers the ids of pending records, and for a time the ids of the latest handled ones. */
export class KnownIds {
  /** Expiry by `performance.now()` in whole ms, because a fraction would take additional memory. */
  private readonly until = new Map<string, number>();
  private readonly oldest = new OldestKeys(this.until);
  private waiting = 0;
  /** Ids that were pending when it was their turn to expire. */
  private readonly passedOver = new Set<string>();

  /** @param most maximum number of ids of handled records */
  constructor(private readonly most: number) {}

  has(id: string): boolean {
    const until = this.until.get(id);
    return until !== undefined && performance.now() < until;
  }

  /** Remembers the id of a pending record until {@link remember} or {@link forget} is called. */
  hold(id: string): void {
    this.until.set(id, WAITING);
    this.waiting += 1;
  }

  remember(id: string, forMs: number): void {
    this.waiting -= 1;
    // Makes it the latest.
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
    const id = this.oldest.next();
    if (id === undefined) return false;
    if (this.until.get(id) === WAITING) this.passedOver.add(id);
    else this.until.delete(id);
    return true;
  }
}
