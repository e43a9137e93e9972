import { LinkedList } from '../../../common/collections/linked-list.js';
import type { JournalEntry } from '../../api/console-api.js';
import type { JournalOptions } from '../../options/journal.options.js';
import { bytesOf, entryText, newEntry, shownEntry, type KeptEntry, type NewEntry } from './kept-entry.js';

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
   * @param options which entries
   * @param options.after only entries with a greater `seq`, which are new or have changed since. A number that this journal has not
   * reached yet is ignored
   * @param options.limit maximum number of entries; the oldest ones are returned
   */
  entries({ after = 0, limit = Infinity }: { after?: number; limit?: number } = {}): JournalEntry[] {
    return this.newerThan(after).slice(0, limit).map(shownEntry);
  }

  /**
   * Yields the same entries as JSON, and makes each only when it is asked for: an entry with a body may have 200 KB.
   *
   * @internal
   */
  *texts(after: number): Generator<{ seq: number; text: string }> {
    for (const entry of this.newerThan(after)) yield { seq: entry.shown.seq, text: entryText(entry) };
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
   * Returns the last entry of a callback for which a condition holds.
   *
   * @internal
   */
  find(registration: string, id: string, is: (entry: KeptEntry) => boolean): KeptEntry | undefined {
    let entry = this.latestOf.get(id);
    while (entry !== undefined && (entry.shown.registration !== registration || !is(entry)))
      entry = entry.earlier;
    return entry;
  }

  /** @internal */
  add(beginning: NewEntry, bodyText?: string): KeptEntry {
    const entry = newEntry(beginning, this.next(), bodyText);
    entry.earlier = this.latestOf.get(beginning.id);
    this.latestOf.set(beginning.id, entry);
    this.keep(entry);
    return entry;
  }

  /**
   * Moves a changed entry to the end, and calls the listeners.
   *
   * @internal
   */
  changed(entry: KeptEntry): void {
    entry.shown.seq = this.next();
    this.keep(entry);
  }

  private newerThan(after: number): KeptEntry[] {
    const from = after > this.sequence ? 0 : after;
    const newer: KeptEntry[] = [];
    for (const entry of this.order.fromNewest()) {
      if (entry.shown.seq <= from) break;
      newer.push(entry);
    }
    return newer.toReversed();
  }

  private keep(entry: KeptEntry): void {
    if (entry.bytes > 0) this.order.remove(entry);
    const bytes = bytesOf(entry);
    this.bytes += bytes - entry.bytes;
    entry.bytes = bytes;
    this.order.append(entry);
    const { max, maxBytes } = this.limits;
    // An entry that is over the limit by itself is not kept.
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
  }

  private unlink(entry: KeptEntry): void {
    const { id } = entry.shown;
    const latest = this.latestOf.get(id);
    if (latest === entry) {
      if (entry.earlier === undefined) this.latestOf.delete(id);
      else this.latestOf.set(id, entry.earlier);
      return;
    }
    for (let later = latest; later !== undefined; later = later.earlier) {
      if (later.earlier === entry) later.earlier = entry.earlier;
    }
  }
}
