import type { CallbackRecord } from './callback-record.js';
import type { DeadLetterStore, Death } from './dead-record.js';
import type { Awaitable } from '../../common/awaitable.js';
import type { StoreStats } from './delivery.js';
import type { Progress } from './progress.js';
import type { SharedLog } from './shared-log.js';
import type { ReceiptsFactory } from './receipts.js';
import type { SharedState } from './shared-state.js';

/** A record that only this process may hand to its handlers until the result is written. */
export interface Claim {
  readonly record: CallbackRecord;
  readonly progress: Progress;
  /** Estimated bytes of its record in memory. Without them the engine limits only the number of claims. */
  readonly bytes?: number;
}

/**
 * Keeps records. It is passive: the engine of `deliveryOn` claims records, calls their handlers and writes the results.
 * `deliveryContract` of the testing kit checks an implementation.
 *
 * Each write resolves when it can no longer be lost. Each write of a claim is fenced: if another process has taken over the claim's
 * lease, it writes nothing, releases the claim and resolves with `false`. A write rejects if the store cannot be written; the engine then
 * retries it.
 *
 * @typeParam OwnClaim the store's own type of claim
 */
export interface CallbackStore<OwnClaim extends Claim = Claim> {
  /** Short label for the log at start-up, such as `'in ./inbox'`. */
  readonly label: string;
  /** Whether its records survive a crash of the process. */
  readonly durable: boolean;
  readonly deadLetters: DeadLetterStore;
  /** Values that the processes share, if several processes can share the store. */
  readonly shared?: SharedState;
  /** Logs that the processes share. Without it each process counts only what it has handled itself. */
  readonly log?: SharedLog;
  /** Makes the receipts of `event.processInTransaction`, if the store can keep them in the database of the handlers. */
  readonly receipts?: ReceiptsFactory;

  /**
   * Adds a record unless its id is known.
   *
   * @param claimNow whether to claim it immediately, because the engine has capacity
   * @returns the claim, or `'accepted'` for a record that the engine claims later
   */
  add(record: CallbackRecord, claimNow: boolean): Awaitable<OwnClaim | 'accepted' | 'duplicate'>;

  /**
   * Claims records that are due and not claimed. Records in whose handlers a process died come first (`afterCrash`).
   *
   * @param limit maximum number of claims
   * @param dueUntil latest due time, in ms since the epoch
   * @param maxBytes the store may claim no further record once the `bytes` of the claims exceed this
   */
  claim(limit: number, dueUntil: number, maxBytes: number): Awaitable<OwnClaim[]>;

  /**
   * Notes that a handler of a claim is about to be called. Called before each call, so it must return quickly. Optional.
   *
   * @returns `false` if the lease is known to be lost: the engine then calls no further handler of the claim
   */
  begin?(claim: OwnClaim): boolean;

  /**
   * Called when a claim takes no slot of `concurrency`, although its handlers have not ended: they run for long, or wait for their
   * handler's `concurrency` or for other suspects. May be called again for the same claim. A store that claims as many records as there are
   * slots can claim one more. Optional.
   */
  makeRoom?(claim: OwnClaim): void;

  /** Completes a record whose handlers have succeeded. Keeps only its id, for the dedupe window. */
  complete(claim: OwnClaim): Awaitable<boolean>;

  /** Releases a claim. The record is due again at a time in ms since the epoch. */
  reschedule(claim: OwnClaim, dueAt: number, progress: Progress): Awaitable<boolean>;

  /** Writes the progress of the handlers and keeps the claim. */
  save(claim: OwnClaim, progress: Progress): Awaitable<boolean>;

  /** Makes a dead letter of a claim, or of a record that was never pending. Resolves with `false` if the id of such a record is known. */
  deadLetter(claim: OwnClaim | CallbackRecord, death: Death): Awaitable<boolean>;

  /** Called every two seconds. Renews leases, takes over those of dead processes, and expires ids and dead letters. */
  renew?(): Promise<void>;

  /** Sets the function that the store calls when records may be due. */
  onDue(wake: () => void): void;

  stats(): Promise<StoreStats>;

  /**
   * Called when the delivery starts to drain. Releases the claims whose handlers were not called, so that other processes can take
   * them; the engine begins no further claim. Without this method the engine handles all claims first.
   */
  drain?(): void;

  /** Closes the store after all writes. Records that are still claimed stay pending, and do not count as crashed. */
  close(): Promise<void>;
}

export function isClaim<OwnClaim extends Claim>(subject: OwnClaim | CallbackRecord): subject is OwnClaim {
  return 'record' in subject;
}
