import type { JobClaim } from './job.js';

interface HeldClaim {
  /** Whether a handler was called. */
  begun: boolean;
  takesRoom: boolean;
  /** Whether another process has taken it over. */
  lost: boolean;
}

/** The claims of this process, and how many more it has room for. */
export class HeldClaims {
  private readonly claims = new Map<JobClaim, HeldClaim>();
  /** How many claims take room. */
  private busy = 0;
  private reserved = 0;

  /** @param onRoom called when there may be more room */
  constructor(
    private readonly concurrency: number,
    private readonly onRoom: () => void,
  ) {}

  /** How many more jobs the process can claim. */
  get room(): number {
    return this.concurrency - this.busy - this.reserved;
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
    this.claims.set(claim, { begun: false, takesRoom: true, lost: false });
    this.busy += 1;
  }

  /** Notes that a handler is about to be called. Returns `false` for a claim that is not held any more, or was lost. */
  begin(claim: JobClaim): boolean {
    const held = this.claims.get(claim);
    if (held === undefined) return false;
    // The engine writes nothing for a claim that it did not begin.
    if (held.lost) this.delete(claim);
    else held.begun = true;
    return !held.lost;
  }

  /** The claim takes no more room, but is held. */
  makeRoom(claim: JobClaim): void {
    const held = this.claims.get(claim);
    if (held === undefined || !held.takesRoom) return;
    held.takesRoom = false;
    this.busy -= 1;
    this.onRoom();
  }

  /** @param tokens of the claims that another process has taken over */
  lose(tokens: readonly unknown[]): void {
    const lost = new Set(tokens);
    if (lost.size === 0) return;
    for (const [claim, held] of this.claims) if (lost.has(claim.token)) held.lost = true;
  }

  delete(claim: JobClaim): void {
    this.makeRoom(claim);
    this.claims.delete(claim);
  }

  /** Returns the claims whose handlers were not called yet. */
  get waiting(): JobClaim[] {
    return this.where(({ begun }) => !begun);
  }

  /** Returns the claims that the process does not know to be lost. */
  get leased(): JobClaim[] {
    return this.where(({ lost }) => !lost);
  }

  private where(matches: (held: HeldClaim) => boolean): JobClaim[] {
    return [...this.claims].filter(([, held]) => matches(held)).map(([claim]) => claim);
  }

  [Symbol.iterator](): IterableIterator<JobClaim> {
    return this.claims.keys();
  }
}
