import { useEffect, useState } from 'preact/hooks';
import type { JournalEntry } from '../../api/console-api.js';

/** Maximum number of callbacks that the page keeps. */
export const KEPT = 1000;

/** Minimum time between two renderings, in ms, so that people can read and click under a thousand callbacks a second. */
const EVERY_MS = 500;

/** Names an entry on the page. After a restart of the server, the journal may use a key again. */
export function keyOf({ key, receivedAt }: JournalEntry): string {
  return `${key} ${receivedAt}`;
}

/** The latest callbacks, each in its newest state. */
export class LiveEntries {
  /** Number of callbacks since the page was opened. */
  arrived = 0;
  private readonly entries = new Map<string, JournalEntry>();
  private newest: readonly JournalEntry[] = [];
  private readonly listeners = new Set<() => void>();
  private scheduled = false;
  private notifiedAt = 0;

  take(entries: readonly JournalEntry[]): void {
    for (const entry of entries) {
      const key = keyOf(entry);
      if (!this.entries.has(key)) this.arrived++;
      this.entries.set(key, entry);
      if (this.entries.size > KEPT) this.forgetOldest();
    }
    this.schedule();
  }

  /** Returns the entries at the last notification of the listeners. */
  newestFirst(): readonly JournalEntry[] {
    return this.newest;
  }

  /** Calls the listener after changes. Returns a function that removes the listener. */
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
    const wait = Math.max(0, this.notifiedAt + EVERY_MS - performance.now());
    setTimeout(() => requestAnimationFrame(() => this.notify()), wait);
  }

  private notify(): void {
    this.scheduled = false;
    this.notifiedAt = performance.now();
    // Of two entries of the same millisecond, the later one comes first.
    this.newest = [...this.entries.values()]
      .toReversed()
      .toSorted((one, other) => other.receivedAt - one.receivedAt);
    for (const listener of this.listeners) listener();
  }
}

/** Returns the latest callbacks, the newest first, and renders the component again when there are others. */
export function useLiveEntries(live: LiveEntries): readonly JournalEntry[] {
  const [entries, setEntries] = useState(() => live.newestFirst());
  useEffect(() => {
    setEntries(live.newestFirst());
    return live.subscribe(() => setEntries(live.newestFirst()));
  }, [live]);
  return entries;
}
