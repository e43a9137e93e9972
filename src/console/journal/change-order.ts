import type { KeptEntry } from './kept-entry.js';

/** Entries in the order of their last changes. To move one takes the same time however many there are. */
export class ChangeOrder {
  oldest: KeptEntry | undefined;
  size = 0;
  private newest: KeptEntry | undefined;

  *fromNewest(): Generator<KeptEntry> {
    for (let entry = this.newest; entry !== undefined; entry = entry.older) yield entry;
  }

  append(entry: KeptEntry): void {
    entry.older = this.newest;
    if (this.newest === undefined) this.oldest = entry;
    else this.newest.newer = entry;
    this.newest = entry;
    this.size += 1;
  }

  remove(entry: KeptEntry): void {
    const { older, newer } = entry;
    if (older === undefined) this.oldest = newer;
    else older.newer = newer;
    if (newer === undefined) this.newest = older;
    else newer.older = older;
    entry.older = undefined;
    entry.newer = undefined;
    this.size -= 1;
  }
}
