import type { JournalEntry } from '../../console-api.js';

/** How many callbacks the page keeps. */
export const KEPT = 1000;

/** Rendered this often at most: a thousand callbacks a second have to leave time to read, and to click. */
const EVERY_MS = 500;

/** The latest callbacks, each in its newest state. */
export class LiveEntries {
  /** How many callbacks have come since the page was opened. */
  arrived = 0;
  private readonly entries = new Map<string, JournalEntry>();
  private newest: readonly JournalEntry[] = [];
  private readonly listeners = new Set<() => void>();
  private scheduled = false;
  private toldAt = 0;

  /** What the page knows a callback by: after a restart of the server, the journal may use a key once more. */
  static keyOf({ key, receivedAt }: JournalEntry): string {
    return `${key} ${receivedAt}`;
  }

  take(entries: readonly JournalEntry[]): void {
    for (const entry of entries) {
      const key = LiveEntries.keyOf(entry);
      if (!this.entries.has(key)) this.arrived++;
      this.entries.set(key, entry);
      if (this.entries.size > KEPT) this.forgetOldest();
    }
    this.schedule();
  }

  /** All entries at the last notification of the listeners. */
  newestFirst(): readonly JournalEntry[] {
    return this.newest;
  }

  /** Calls the listener when something has changed, until the function that it returns is called. */
  subscribe(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => {
      this.listeners.delete(listener);
    };
  }

  private forgetOldest(): void {
    for (const key of this.entries.keys()) {
      this.entries.delete(key);
      return;
    }
  }

  /** A page in the background gets no frames. It renders the new entries when it is visible again. */
  private schedule(): void {
    if (this.scheduled) return;
    this.scheduled = true;
    const wait = Math.max(0, this.toldAt + EVERY_MS - performance.now());
    setTimeout(() => requestAnimationFrame(() => this.tell()), wait);
  }

  private tell(): void {
    this.scheduled = false;
    this.toldAt = performance.now();
    // Of two of the same millisecond, the one that came to be known later.
    this.newest = [...this.entries.values()]
      .toReversed()
      .toSorted((one, other) => other.receivedAt - one.receivedAt);
    for (const listener of this.listeners) listener();
  }
}
