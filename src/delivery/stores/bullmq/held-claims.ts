import type { JobClaim } from './job.js';

/** How many suspects a process claims at most: it handles one at a time. */
const MAX_SUSPECTS = 100;

/** The claims of this process, and how many more it has room for. */
export class HeldClaims {
  private readonly claims = new Map<JobClaim, 'waiting' | 'begun' | 'ended'>();
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

  begin(claim: JobClaim): void {
    if (this.claims.has(claim)) this.claims.set(claim, 'begun');
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
  }

  /** Returns the claims whose handlers were not called yet. */
  get waiting(): JobClaim[] {
    return [...this.claims].filter(([, state]) => state === 'waiting').map(([claim]) => claim);
  }

  [Symbol.iterator](): IterableIterator<JobClaim> {
    return this.claims.keys();
  }
}
