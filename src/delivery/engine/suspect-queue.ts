import type { Claim } from '../port/callback-store.js';

/** How long no other record is started beside a suspect, in ms. A handler that kills the process mostly does so immediately. */
const ALONE_MS = 5000;

/**
 * Queues the records whose handlers a process died in. They are handled one at a time, and for a while alone, so that another death
 * identifies the record that causes it.
 */
export class SuspectQueue<Held extends Claim> {
  private readonly suspects: Held[] = [];
  private busy = false;
  private quietUntil = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param wake called when other records may start again */
  constructor(private readonly wake: () => void) {}

  get length(): number {
    return this.suspects.length;
  }

  /** Whether no other record may start now. */
  get wantsQuiet(): boolean {
    return (this.busy || this.suspects.length > 0) && performance.now() < this.quietUntil;
  }

  push(suspect: Held): void {
    if (!this.busy && this.suspects.length === 0) this.beQuiet();
    this.suspects.push(suspect);
  }

  /** @param running number of other records in their handlers, which the next suspect waits for for a while */
  next(running: number): Held | undefined {
    if (this.busy || (running > 0 && this.wantsQuiet)) return undefined;
    const suspect = this.suspects.shift();
    if (suspect === undefined) return undefined;
    this.busy = true;
    this.beQuiet();
    return suspect;
  }

  ended(): void {
    this.busy = false;
    if (this.suspects.length > 0) this.beQuiet();
    this.wake();
  }

  /** @returns the number of dropped suspects */
  drop(): number {
    return this.suspects.splice(0).length;
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private beQuiet(): void {
    this.quietUntil = performance.now() + ALONE_MS;
    clearTimeout(this.timer);
    this.timer = setTimeout(this.wake, ALONE_MS);
  }
}
