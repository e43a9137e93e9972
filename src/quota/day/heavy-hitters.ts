import type { QuotaShare } from '../../events/quota/quota-share.js';

/** How many keys are kept. With `n` creations, no count is wrong by more than `n / 1000`. */
const CAPACITY = 1000;

const PART_MS = 5 * 60_000;

/** The parts of the last hour. */
const PARTS = 12;

interface Hitter {
  /** At least the true number. */
  count: number;
  /** How much `count` may be too high. */
  error: number;
  dissolved: number;
  /** Creations in the latest parts of five minutes, by the part's number. */
  recent: Map<number, number>;
}

/** Counts of a key. */
interface HitterState extends Omit<QuotaShare, 'share'> {
  /** Creations of the hour before a time. */
  readonly lastHour: number;
}

/**
 * Counts creations by key in bounded memory, by the algorithm "space-saving": a new key replaces the one with the lowest count, and
 * takes that count over as its error. Keys with more than a thousandth of all creations are never missing.
 */
export class HeavyHitters {
  private readonly hitters = new Map<string, Hitter>();
  /** The keys of each count, so that the lowest is found without a search. */
  private readonly keysOf = new Map<number, Set<string>>();
  private lowest = 0;

  /** @param at in ms since the epoch */
  create(key: string, at: number): void {
    const hitter = this.hitters.get(key) ?? this.place(key);
    this.leave(key, hitter.count);
    hitter.count += 1;
    this.join(key, hitter.count);
    const part = Math.floor(at / PART_MS);
    hitter.recent.set(part, (hitter.recent.get(part) ?? 0) + 1);
    if (hitter.recent.size > PARTS) hitter.recent.delete(Math.min(...hitter.recent.keys()));
  }

  /** Counts the dissolution of a group of a key, if the key is known or there is room for it. */
  dissolve(key: string): void {
    const hitter = this.hitters.get(key) ?? (this.hitters.size < CAPACITY ? this.place(key) : undefined);
    if (hitter !== undefined) hitter.dissolved += 1;
  }

  /** Returns how many creations of a key are certain. */
  createdBy(key: string): number {
    const hitter = this.hitters.get(key);
    return hitter === undefined ? 0 : hitter.count - hitter.error;
  }

  /** Returns the keys with the most creations, the most first. */
  top(limit: number, now: number): HitterState[] {
    const since = Math.floor(now / PART_MS) - PARTS;
    return [...this.hitters]
      .map(([key, { count, error, dissolved, recent }]) => {
        const created = count - error;
        const parts = [...recent].filter(([part]) => part > since);
        const lastHour = Math.min(
          created,
          parts.reduce((sum, [, of]) => sum + of, 0),
        );
        return { key, created, net: created - dissolved, lastHour };
      })
      .filter(({ created }) => created > 0)
      .toSorted((a, b) => b.created - a.created || (a.key < b.key ? -1 : 1))
      .slice(0, limit);
  }

  private place(key: string): Hitter {
    let error = 0;
    if (this.hitters.size >= CAPACITY) {
      // Only grows from now on.
      while (!this.keysOf.has(this.lowest)) this.lowest += 1;
      error = this.lowest;
      const [replaced] = this.keysOf.get(error) ?? [];
      if (replaced !== undefined) {
        this.hitters.delete(replaced);
        this.leave(replaced, error);
      }
    }
    const hitter = { count: error, error, dissolved: 0, recent: new Map<number, number>() };
    this.hitters.set(key, hitter);
    this.join(key, error);
    return hitter;
  }

  private join(key: string, count: number): void {
    const keys = this.keysOf.get(count);
    if (keys === undefined) this.keysOf.set(count, new Set([key]));
    else keys.add(key);
  }

  private leave(key: string, count: number): void {
    const keys = this.keysOf.get(count);
    keys?.delete(key);
    if (keys?.size === 0) this.keysOf.delete(count);
  }
}
