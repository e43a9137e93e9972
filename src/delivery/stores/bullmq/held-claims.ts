import type { JobClaim } from './job.js';

/** How many suspects a process claims at most: it handles one at a time. */
const MAX_SUSPECTS = 100;

/** The claims of this process, and how many more it has room for. */
export class HeldClaims {
  private readonly claims = new Map<JobClaim, 'waiting' | 'begun' | 'ended'>();
  /** The claims that another process has taken over. */
  private readonly lost = new Set<JobClaim>();
  /** How many claims take room: all but the suspects and those whose handlers have ended. */
  private busy = 0;
  private suspects = 0;
  private reserved = 0;

  /** @param onRoom called when there may be more room */
  constructor(
    private readonly concurrency: number,
    private readonly onRoom: () => void,
  ) {}

  /** How many more jobs the process can claim. All suspects together take the room of one claim. */
  get room(): number {
    if (this.suspects >= MAX_SUSPECTS) return 0;
    return this.concurrency - this.busy - this.reserved - (this.suspects > 0 ? 1 : 0);
  }

  /** Reserves the room of one claim until `release`. */
  reserve(): void {
    this.reserved += 1;
  }

  release(): void {
    this.reserved -= 1;
    this.onRoom();
  }

  add(claim: JobClaim): void {
    this.claims.set(claim, 'waiting');
    if (claim.progress.suspicion === undefined) this.busy += 1;
    else this.suspects += 1;
  }

  /** Notes that a handler is about to be called. Returns `false` for a claim that is not held any more, or was lost. */
  begin(claim: JobClaim): boolean {
    // The engine drops the claim and writes nothing for it.
    if (this.lost.has(claim)) this.delete(claim);
    const state = this.claims.get(claim);
    if (state === 'waiting') this.claims.set(claim, 'begun');
    return state !== undefined;
  }

  /** @param tokens of the claims that another process has taken over */
  lose(tokens: readonly unknown[]): void {
    const lost = new Set(tokens);
    if (lost.size === 0) return;
    for (const claim of this.claims.keys()) if (lost.has(claim.token)) this.lost.add(claim);
  }

  /** The handlers of a claim have ended. The claim takes no more room, but is held until its result is written. */
  end(claim: JobClaim): void {
    const state = this.claims.get(claim);
    if (state === undefined || state === 'ended') return;
    this.claims.set(claim, 'ended');
    if (claim.progress.suspicion === undefined) this.busy -= 1;
    else this.suspects -= 1;
    this.onRoom();
  }

  delete(claim: JobClaim): void {
    this.end(claim);
    this.claims.delete(claim);
    this.lost.delete(claim);
  }

  /** Returns the claims whose handlers were not called yet. */
  get waiting(): JobClaim[] {
    return [...this.claims].filter(([, state]) => state === 'waiting').map(([claim]) => claim);
  }

  /** Returns the claims that were not lost, as far as the process knows. */
  get leased(): JobClaim[] {
    return [...this.claims.keys()].filter((claim) => !this.lost.has(claim));
  }

  [Symbol.iterator](): IterableIterator<JobClaim> {
    return this.claims.keys();
  }
}
