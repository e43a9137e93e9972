import { LRUCache } from 'lru-cache';
import type { JournalEntry } from '../console-api.js';
import type { JournalOptions } from './journal.options.js';
import { bytesOf, shownEntry, type KeptEntry } from './kept-entry.js';

/** How many changes there may be in a millisecond for the numbers to stay ahead of the clock. */
const CHANGES_PER_MS = 1000;

/**
 * The last callbacks, and what became of each: as far as this process knows, and in memory. Never a token or a signature;
 * bodies only with `bodies: 'shown'`.
 *
 * @example
 * ```ts
 * journal.entries().filter(({ outcome }) => outcome === 'dead')
 * ```
 */
export class CallbackJournal {
  /** By key. The one that was changed last is the most recent, so that the order is that of `seq`. */
  private readonly kept: LRUCache<string, KeptEntry>;
  /** By callback, the keys of its entries, the oldest first: a callback that came twice has two. */
  private readonly keysOf = new Map<string, string[]>();
  private readonly listeners = new Set<() => void>();
  private sequence: number;

  constructor({ max, maxBytes }: Required<JournalOptions>) {
    this.kept = new LRUCache({
      max,
      maxSize: maxBytes,
      sizeCalculation: bytesOf,
      dispose: (entry, key, reason) => {
        if (reason !== 'set') this.forget(entry, key);
      },
    });
    // What another process, or this one before it began anew, has numbered is less: nobody passes over what is new here.
    this.sequence = Date.now() * CHANGES_PER_MS;
  }

  /** `seq` of the latest change. */
  get latest(): number {
    return this.sequence;
  }

  /**
   * The entries, ascending by `seq`: that which changed last is the last.
   *
   * @param after only those with a greater `seq`: what is new or changed since then. One that this journal has never given
   * counts for nothing
   * @param limit how many at the most, of the oldest ones
   */
  entries({ after = 0, limit = Infinity }: { after?: number; limit?: number } = {}): JournalEntry[] {
    const from = after > this.sequence ? 0 : after;
    const newer: KeptEntry[] = [];
    for (const entry of this.kept.values()) {
      if (entry.seq <= from) break;
      newer.push(entry);
    }
    return newer.toReversed().slice(0, limit).map(shownEntry);
  }

  /**
   * Calls somebody at each change, synchronously: it has to be quick, and to ask for `entries({ after })` later.
   *
   * @returns what ends it
   */
  onChange(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  /**
   * The last entry of a callback that is as it should be.
   *
   * @internal
   */
  find(registration: string, id: string, is: (entry: KeptEntry) => boolean): KeptEntry | undefined {
    const key = this.keysOf.get(callbackKey({ registration, id }))?.findLast((each) => {
      const entry = this.kept.peek(each);
      return entry !== undefined && is(entry);
    });
    return key === undefined ? undefined : this.kept.peek(key);
  }

  /** @internal */
  add(entry: Omit<KeptEntry, 'seq' | 'key'>): KeptEntry {
    const seq = this.next();
    const added = { ...entry, seq, key: String(seq) };
    const callback = callbackKey(entry);
    const keys = this.keysOf.get(callback);
    if (keys === undefined) this.keysOf.set(callback, [added.key]);
    else keys.push(added.key);
    this.keep(added);
    return added;
  }

  /** @internal */
  change(entry: KeptEntry, changes: Partial<Omit<KeptEntry, 'seq' | 'key'>>): void {
    this.keep({ ...entry, ...changes, seq: this.next() });
  }

  private keep(entry: KeptEntry): void {
    this.kept.set(entry.key, entry);
    // One that is over the limit by itself is not kept at all.
    if (!this.kept.has(entry.key)) this.forget(entry, entry.key);
    for (const listener of this.listeners) listener();
  }

  private next(): number {
    this.sequence += 1;
    return this.sequence;
  }

  private forget(entry: KeptEntry, key: string): void {
    const callback = callbackKey(entry);
    const keys = this.keysOf.get(callback);
    if (keys === undefined) return;
    if (keys.length > 1) keys.splice(keys.indexOf(key), 1);
    else this.keysOf.delete(callback);
  }
}

/** Names of registrations have no space in them. */
function callbackKey({ registration, id }: Pick<KeptEntry, 'registration' | 'id'>): string {
  return `${registration} ${id}`;
}
