import type { Claim } from '../port/callback-store.js';

/** For how long nothing else begins beside a suspect, in ms: a handler that kills the process mostly does so at once. */
const ALONE_MS = 5000;

/**
 * Records in whose handlers a process died. They are taken one at a time, and for a while alone: should the process die
 * again, it is known which of them it was.
 */
export class SuspectQueue<Held extends Claim> {
  private readonly suspects: Held[] = [];
  private busy = false;
  private quietUntil = 0;
  private timer: NodeJS.Timeout | undefined;

  /** @param wake called when others may begin again */
  constructor(private readonly wake: () => void) {}

  get length(): number {
    return this.suspects.length;
  }

  /** Whether nothing else may begin now. */
  get wantsQuiet(): boolean {
    return (this.busy || this.suspects.length > 0) && performance.now() < this.quietUntil;
  }

  push(suspect: Held): void {
    if (!this.busy && this.suspects.length === 0) this.beQuiet();
    this.suspects.push(suspect);
  }

  /** @param running how many others are in their handlers: they are waited for, for a while */
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

  /** @returns how many were dropped */
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
