import { steadyNow } from '../../common/time/steady-now.js';
import type { CallbackStore, Claim } from '../port/callback-store.js';
import type { StoreHealth } from './store-health.js';

/** Maximum number of claims in memory; all other records wait in the store. */
const MAX_CLAIMS = 1000;

/** Maximum of the estimated bytes of the claims in memory, without those whose calls run for long. */
const MAX_CLAIM_BYTES = 32 * 1024 * 1024;

/** The part of the engine that the intake uses. */
interface IntakeEngine<OwnClaim extends Claim> {
  readonly store: CallbackStore<OwnClaim>;
  readonly health: StoreHealth;
  /** Which records are claimed now. `everything` ignores due times: a store that is not durable loses the remaining records. */
  wanted(): 'none' | 'due' | 'everything';
  /** Whether calls that do not end hold all places. */
  isStuck(): boolean;
  /** Estimated bytes of the claims whose calls run for long. They have a maximum of their own, so that they do not stop others. */
  longBytes(): number;
  enqueue(claim: OwnClaim): void;
  /** Called when the store has answered. */
  claimed(): void;
}

/** Counts the claims in memory, and claims due records while there is room for them. */
export class ClaimIntake<OwnClaim extends Claim> {
  /** Number of claims in memory: in a queue, in their handlers, or being written. */
  count = 0;
  /** Estimated bytes of the claims in memory. */
  private allBytes = 0;
  /** Whether the store may hold due records that are not claimed. */
  private hasBacklog = false;
  /** Whether records became due during the present claim. */
  private claimAgain = false;
  private claiming = false;

  constructor(private readonly engine: IntakeEngine<OwnClaim>) {}

  /** Whether no claim is in memory or being made. */
  get isIdle(): boolean {
    return this.count === 0 && !this.claiming;
  }

  /** Whether further records may be claimed. */
  get hasRoom(): boolean {
    return this.count < MAX_CLAIMS && this.bytes < MAX_CLAIM_BYTES && !this.engine.isStuck();
  }

  private get bytes(): number {
    return this.allBytes - this.engine.longBytes();
  }

  hold(claim: OwnClaim): void {
    this.count += 1;
    this.allBytes += claim.bytes ?? 0;
  }

  /** Called when a claim has left the memory. Claims the next records when half of the room is free. */
  release(claim: OwnClaim): void {
    this.count -= 1;
    this.allBytes -= claim.bytes ?? 0;
    const isHalfEmpty = this.count <= MAX_CLAIMS / 2 && this.bytes <= MAX_CLAIM_BYTES / 2;
    if (this.hasBacklog && isHalfEmpty) this.claim();
  }

  /** Called when no claimed record can start now. Claims more, even if records that wait for other calls take much of the room. */
  refill(): void {
    if (this.hasBacklog && this.hasRoom) this.claim();
  }

  /** Called when the store has a record that nobody has claimed. */
  leftUnclaimed(): void {
    this.hasBacklog = true;
  }

  /** Claims the records that are wanted, while there is room for them. */
  claim(): void {
    const wanted = this.engine.wanted();
    if (wanted === 'none') return;
    if (this.claiming) {
      this.claimAgain = true;
      return;
    }
    const everything = wanted === 'everything';
    this.hasBacklog = !everything && this.engine.isStuck();
    if (this.hasBacklog) return;
    this.claiming = true;
    this.claimAgain = false;
    void this.claimFromStore(everything);
  }

  private async claimFromStore(everything: boolean): Promise<void> {
    const { store, health } = this.engine;
    const room = everything ? Infinity : MAX_CLAIMS - this.count;
    const maxBytes = everything ? Infinity : MAX_CLAIM_BYTES - this.bytes;
    try {
      const claims = await store.claim(room, everything ? Infinity : steadyNow(), maxBytes);
      const bytes = claims.reduce((sum, claim) => sum + (claim.bytes ?? 0), 0);
      this.hasBacklog ||= claims.length >= room || bytes >= maxBytes;
      for (const claim of claims) this.engine.enqueue(claim);
      health.worked('claim');
    } catch (error) {
      this.hasBacklog = true;
      health.failed(error, 'claim');
    } finally {
      this.claiming = false;
      if (this.claimAgain || (!everything && this.engine.wanted() === 'everything')) this.claim();
      this.engine.claimed();
    }
  }
}
