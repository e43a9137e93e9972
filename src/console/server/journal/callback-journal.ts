import { LinkedList } from '../../../common/linked-list.js';
import type { JournalEntry } from '../../console-api.js';
import type { JournalOptions } from './journal.options.js';
import { begin, blankEntry, bytesOf, shownEntry, type KeptEntry, type NewEntry } from './kept-entry.js';

/** How many changes a millisecond may have before the numbers overtake the clock. */
const CHANGES_PER_MS = 1000;

/**
 * Remembers the last callbacks of this process in memory, each with its answer, handlers and outcome. It never holds a token or a
 * signature, and it holds bodies only with `bodies: 'shown'`.
 *
 * @example
 * ```ts
 * journal.entries().filter(({ outcome }) => outcome === 'dead')
 * ```
 */
export class CallbackJournal {
  /** In the order of their last changes. */
  private readonly order = new LinkedList<KeptEntry>();
  /** The latest entry by id. A callback that was received twice has two entries; the later one refers to the earlier one. */
  private readonly latestOf = new Map<string, KeptEntry>();
  /**
   * A dropped entry that is used again. Entries that are reused and changed in place take 0.5 × the CPU time of new objects, because
   * objects that live for a second cost the garbage collector the most.
   */
  private spare: KeptEntry | undefined;
  private readonly listeners = new Set<() => void>();
  private bytes = 0;
  private sequence: number;

  constructor(private readonly limits: Required<JournalOptions>) {
    // Above every number of an earlier process, so that a page which reconnects misses nothing.
    this.sequence = Date.now() * CHANGES_PER_MS;
  }

  /** `seq` of the latest change. */
  get latest(): number {
    return this.sequence;
  }

  /**
   * Returns the entries, ascending by `seq`: the one that changed last is the last.
   *
   * @param after only entries with a greater `seq`, which are new or have changed since. A number that this journal has not reached yet is
   * ignored
   * @param limit maximum number of entries; the oldest ones are returned
   */
  entries({ after = 0, limit = Infinity }: { after?: number; limit?: number } = {}): JournalEntry[] {
    const from = after > this.sequence ? 0 : after;
    const newer: KeptEntry[] = [];
    for (const entry of this.order.fromNewest()) {
      if (entry.seq <= from) break;
      newer.push(entry);
    }
    return newer.toReversed().slice(0, limit).map(shownEntry);
  }

  /**
   * Calls the listener synchronously at each change. The listener must be quick, and call `entries({ after })` later.
   *
   * @returns a function that removes the listener
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
    let entry = this.latestOf.get(id);
    while (entry !== undefined && (entry.registration !== registration || !is(entry))) entry = entry.earlier;
    return entry;
  }

  /** @internal */
  add(beginning: NewEntry, bodyText?: string): KeptEntry {
    const entry = this.spare ?? blankEntry();
    this.spare = undefined;
    begin(entry, this.next(), beginning, bodyText);
    entry.earlier = this.latestOf.get(entry.id);
    this.latestOf.set(entry.id, entry);
    this.keep(entry);
    return entry;
  }

  /**
   * Has to be called when something was written into an entry.
   *
   * @internal
   */
  changed(entry: KeptEntry): void {
    entry.seq = this.next();
    this.keep(entry);
  }

  /** Makes it the one that was changed last. */
  private keep(entry: KeptEntry): void {
    if (entry.bytes > 0) this.order.remove(entry);
    const bytes = bytesOf(entry);
    this.bytes += bytes - entry.bytes;
    entry.bytes = bytes;
    this.order.append(entry);
    const { max, maxBytes } = this.limits;
    // One that is over the limit by itself is not kept at all.
    if (bytes > maxBytes) this.forget(entry);
    while (this.order.oldest !== undefined && (this.order.size > max || this.bytes > maxBytes)) {
      this.forget(this.order.oldest);
    }
    for (const listener of this.listeners) listener();
  }

  private next(): number {
    this.sequence += 1;
    return this.sequence;
  }

  private forget(entry: KeptEntry): void {
    this.order.remove(entry);
    this.bytes -= entry.bytes;
    entry.bytes = 0;
    this.unlink(entry);
    this.spare = entry;
  }

  private unlink({ id, first, earlier }: KeptEntry): void {
    const latest = this.latestOf.get(id);
    if (latest?.first === first) {
      if (earlier === undefined) this.latestOf.delete(id);
      else this.latestOf.set(id, earlier);
      return;
    }
    for (let later = latest; later !== undefined; later = later.earlier) {
      if (later.earlier?.first === first) later.earlier = earlier;
    }
  }
}
