import type { JobClaim } from './job.js';

/** How many suspects are claimed at the most: they are handled one at a time. */
const MOST_SUSPECTS = 100;

/** What this process has claimed. */
export class HeldClaims {
  /** Each with whether its handlers were called, and whether they have ended. */
  private readonly claims = new Map<JobClaim, 'waiting' | 'begun' | 'ended'>();
  /** How many of them take room: all but suspects and those whose handlers have ended. */
  private busy = 0;
  private suspects = 0;
  /** How many there may be of what is being added. */
  private coming = 0;

  constructor(private readonly concurrency: number) {}

  /** How many more can be claimed. All suspects together take the room of one. */
  get room(): number {
    if (this.suspects >= MOST_SUSPECTS) return 0;
    return this.concurrency - this.busy - this.coming - (this.suspects > 0 ? 1 : 0);
  }

  /** Keeps room for a claim until it is known whether there is one. */
  async keepRoom<Outcome>(coming: Promise<Outcome>): Promise<Outcome> {
    this.coming += 1;
    try {
      return await coming;
    } finally {
      this.coming -= 1;
    }
  }

  add(claim: JobClaim): void {
    this.claims.set(claim, 'waiting');
    if (claim.progress.suspicion === undefined) this.busy += 1;
    else this.suspects += 1;
  }

  begin(claim: JobClaim): void {
    if (this.claims.has(claim)) this.claims.set(claim, 'begun');
  }

  /** Its handlers have ended: it takes no more room. It is still held, until that is written. */
  leave(claim: JobClaim): void {
    const state = this.claims.get(claim);
    if (state === undefined || state === 'ended') return;
    this.claims.set(claim, 'ended');
    if (claim.progress.suspicion === undefined) this.busy -= 1;
    else this.suspects -= 1;
  }

  delete(claim: JobClaim): void {
    this.leave(claim);
    this.claims.delete(claim);
  }

  notBegun(): JobClaim[] {
    return [...this.claims].filter(([, state]) => state === 'waiting').map(([claim]) => claim);
  }

  [Symbol.iterator](): IterableIterator<JobClaim> {
    return this.claims.keys();
  }
}
