const QUIET_MS = 60_000;

/** How many kinds are told apart; what comes after them counts as one kind. */
const MOST_KINDS = 100;

/** Lets through one line a minute of each kind, and counts the others. */
export class Throttle {
  private readonly kinds = new Map<string, { quietUntil: number; more: number }>();

  /** @param write gets how many were held back since the last one, in words, to be put behind the line */
  run(kind: string, write: (more: string) => void): void {
    const key = this.kinds.has(kind) || this.kinds.size < MOST_KINDS ? kind : '';
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
