import type { JobClaim } from './job.js';

/** The claims that the engine has not taken yet, oldest first. */
export class FoundClaims {
  private readonly claims: JobClaim[] = [];

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
    let bytes = 0;
    const rest = this.claims.findIndex((claim, nth) => {
      if (nth >= limit || bytes >= maxBytes) return true;
      bytes += claim.bytes;
      return false;
    });
    return this.claims.splice(0, rest < 0 ? this.claims.length : rest);
  }
}
