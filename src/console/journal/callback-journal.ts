import type { JournalEntry } from '../console-api.js';
import { ChangeOrder } from './change-order.js';
import type { JournalOptions } from './journal.options.js';
import { bytesOf, shownEntry, type EntryState, type KeptEntry } from './kept-entry.js';

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
  private readonly order = new ChangeOrder();
  /** By registration and callback, the oldest entry first: a callback that came twice has two. */
  private readonly entriesOf = new Map<string, Map<string, KeptEntry[]>>();
  private readonly listeners = new Set<() => void>();
  private bytes = 0;
  private sequence: number;

  constructor(private readonly limits: Required<JournalOptions>) {
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
    for (const entry of this.order.fromNewest()) {
      if (entry.state.seq <= from) break;
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
  find(registration: string, id: string, is: (state: EntryState) => boolean): KeptEntry | undefined {
    return this.entriesOf
      .get(registration)
      ?.get(id)
      ?.findLast(({ state }) => is(state));
  }

  /** @internal */
  add(state: Omit<EntryState, 'seq' | 'key'>, bodyText?: string): KeptEntry {
    const seq = this.next();
    const entry: KeptEntry = {
      state: { seq, key: String(seq), ...state },
      bodyText,
      bytes: 0,
      older: undefined,
      newer: undefined,
    };
    this.remember(entry);
    this.keep(entry);
    return entry;
  }

  /** @internal */
  change(entry: KeptEntry, changes: Partial<Omit<EntryState, 'seq' | 'key'>>): void {
    Object.assign(entry.state, changes);
    entry.state.seq = this.next();
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

  private remember(entry: KeptEntry): void {
    const { registration, id } = entry.state;
    let byId = this.entriesOf.get(registration);
    if (byId === undefined) this.entriesOf.set(registration, (byId = new Map()));
    const entries = byId.get(id);
    if (entries === undefined) byId.set(id, [entry]);
    else entries.push(entry);
  }

  private forget(entry: KeptEntry): void {
    this.order.remove(entry);
    this.bytes -= entry.bytes;
    entry.bytes = 0;
    const { registration, id } = entry.state;
    const byId = this.entriesOf.get(registration);
    const others = byId?.get(id)?.filter((each) => each !== entry) ?? [];
    if (others.length > 0) byId?.set(id, others);
    else byId?.delete(id);
  }
}
