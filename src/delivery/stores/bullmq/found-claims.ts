import type { JobClaim } from './job.js';

/** The claims that the engine has not taken yet, oldest first. */
export class FoundClaims {
  private readonly claims: JobClaim[] = [];
  /** How many of the oldest were here at the last `giveUp`. */
  private left = 0;
  private gaveUp = false;

  /** Whether the engine has no room for what was found. Then the process claims nothing that others could handle. */
  get isBlocked(): boolean {
    return this.gaveUp || this.claims.length > 0;
  }

  add(claim: JobClaim): void {
    this.claims.push(claim);
  }

  /**
   * Takes the oldest claims. The engine claims again when it has room for the others.
   *
   * @param limit maximum number of claims
   * @param maxBytes the claim that reaches this is the last one
   */
  take(limit: number, maxBytes: number): JobClaim[] {
    if (limit <= 0 || maxBytes <= 0) return [];
    this.gaveUp = false;
    let bytes = 0;
    const rest = this.claims.findIndex((claim, nth) => {
      if (nth >= limit || bytes >= maxBytes) return true;
      bytes += claim.bytes;
      return false;
    });
    const taken = this.claims.splice(0, rest < 0 ? this.claims.length : rest);
    this.left = Math.max(0, this.left - taken.length);
    return taken;
  }

  /** Removes the claims that the engine has not taken since the last call, and returns them. */
  giveUp(): JobClaim[] {
    const left = this.claims.splice(0, this.left);
    this.left = this.claims.length;
    if (left.length > 0) this.gaveUp = true;
    return left;
  }
}
