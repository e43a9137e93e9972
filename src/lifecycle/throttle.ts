const QUIET_MS = 60_000;

/** How many kinds are counted separately; all further ones are counted as one kind. */
const MAX_KINDS = 100;

/** Writes one line per minute of each kind, and counts the lines that it holds back. */
export class Throttle {
  private readonly kinds = new Map<string, { quietUntil: number; more: number }>();

  /** @param write gets a text for the end of the line, with the number of lines held back since the last one */
  run(kind: string, write: (more: string) => void): void {
    const key = this.kinds.has(kind) || this.kinds.size < MAX_KINDS ? kind : '';
    const known = this.kinds.get(key);
    const now = performance.now();
    if (known !== undefined && now < known.quietUntil) {
      known.more += 1;
      return;
    }
    this.kinds.set(key, { quietUntil: now + QUIET_MS, more: 0 });
    write(known?.more ? ` (${known.more} more of this kind since the last line)` : '');
  }
}
