import type { Claim } from '../port/callback-store.js';

/**
 * How long no other record is started beside a suspect, in ms. A handler that kills the process mostly does so immediately. The time is
 * short because all other callbacks wait, and two deaths may leave dozens of suspects.
 */
const ALONE_MS = 1000;

/** Maximum pause between two suspects, in ms. Others wait no longer than this for one suspect, except while the store is down. */
const MAX_OWED_MS = 2 * ALONE_MS;

/** How long the next suspect waits for the end of the present one, in ms. */
const PATIENCE_MS = 60_000;

/**
 * Queues the records in whose handlers a process died. They are handled one at a time, and for a while alone, so that another death
 * identifies the record that causes it.
 */
export class SuspectQueue<OwnClaim extends Claim> {
  private readonly suspects: OwnClaim[] = [];
  /** The suspect in its handlers. The next one waits for its end. */
  private current: OwnClaim | undefined;
  /** Whether no other record may start now. */
  private quiet = false;
  /** When `quiet` changed, by `performance.now()`. */
  private changedAt = 0;
  /** Time in ms for which others had to wait, less the time in which they could start. */
  private owedMs = 0;
  /** Whether the next suspect waits for others. */
  private isPausing = false;
  private timer: NodeJS.Timeout | undefined;

  /**
   * @param share called when others are about to run beside the present suspect, and awaited
   * @param wake called when other records may start again
   */
  constructor(
    private readonly share: () => Promise<void>,
    private readonly wake: () => void,
  ) {}

  get length(): number {
    return this.suspects.length;
  }

  /** How many suspects wait only for the end of other records. */
  get ready(): number {
    return this.current === undefined && !this.isPausing ? this.suspects.length : 0;
  }

  /** Whether no other record may start now. */
  get wantsQuiet(): boolean {
    return this.quiet;
  }

  push(suspect: OwnClaim): void {
    this.suspects.push(suspect);
    if (this.ready === 1) this.beQuiet();
  }

  /** @param running number of other records in their handlers. The next suspect waits a while until it is 0. */
  next(running: number): OwnClaim | undefined {
    if (this.ready === 0 || (running > 0 && this.quiet)) return undefined;
    this.current = this.suspects.shift();
    this.beQuiet();
    return this.current;
  }

  /** Called when a suspect's handlers have ended. Before the next one, others can start for as long as they had to wait. */
  ended(suspect: OwnClaim): void {
    if (suspect !== this.current) return;
    this.current = undefined;
    this.setQuiet(false);
    if (this.owedMs >= 1) this.pause();
    else if (this.ready > 0) this.beQuiet();
    this.wake();
  }

  /** @returns the dropped suspects */
  drop(): OwnClaim[] {
    return this.suspects.splice(0);
  }

  close(): void {
    clearTimeout(this.timer);
  }

  private beQuiet(): void {
    this.setQuiet(true);
    this.timer = setTimeout(() => void this.letOthersIn(), ALONE_MS);
  }

  private pause(): void {
    this.isPausing = true;
    this.timer = setTimeout(() => {
      this.isPausing = false;
      if (this.ready > 0) this.beQuiet();
      this.wake();
    }, this.owedMs);
  }

  private async letOthersIn(): Promise<void> {
    const { current } = this;
    if (current !== undefined) {
      await this.share();
      if (this.current !== current) return;
    }
    this.setQuiet(false);
    if (current !== undefined) this.timer = setTimeout(() => this.ended(current), PATIENCE_MS - ALONE_MS);
    this.wake();
  }

  private setQuiet(quiet: boolean): void {
    clearTimeout(this.timer);
    const now = performance.now();
    const ms = now - this.changedAt;
    this.owedMs = Math.min(MAX_OWED_MS, Math.max(0, this.owedMs + (this.quiet ? ms : -ms)));
    this.changedAt = now;
    this.quiet = quiet;
  }
}
