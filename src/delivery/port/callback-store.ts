import type { CallbackRecord } from './callback-record.js';
import type { DeadLetterStore, Death } from './dead-record.js';
import type { Awaitable } from '../../common/awaitable.js';
import type { StoreStats } from './delivery.js';
import type { Progress } from './progress.js';
import type { SharedState } from './shared-state.js';

/** A record that this process, and no other, may hand to its handlers: until it is written what became of it. */
export interface Claim {
  readonly record: CallbackRecord;
  readonly progress: Progress;
}

/**
 * Keeps records, and does nothing with them by itself: the engine of `deliveryOn` claims them, calls their handlers and
 * writes what became of them. `deliveryContract` of the testing kit checks an implementation.
 *
 * Each write resolves when it cannot be lost any more. Each write of a claim is fenced: it resolves with `false`, and
 * writes nothing, when the claim's lease was lost to another process meanwhile. Writes reject when the store cannot be
 * written: the engine tries them again.
 *
 * @typeParam Held the store's own kind of claim
 */
export interface CallbackStore<Held extends Claim = Claim> {
  /** What it is, in a word or two for the log at start-up, such as `'lmdb in ./inbox'`. */
  readonly label: string;
  /** Whether what it keeps outlives the process. */
  readonly durable: boolean;
  readonly deadLetters: DeadLetterStore;
  /** What the processes that share the store know in common, where several can. */
  readonly shared?: SharedState;

  /**
   * Keeps a record, unless its id is known.
   *
   * @param claimed whether to claim it at once, for the engine has room
   * @returns the claim, or `'accepted'` for a record that is to be claimed later
   */
  add(record: CallbackRecord, claimed: boolean): Awaitable<Held | 'accepted' | 'duplicate'>;

  /**
   * Claims records that are due and not claimed, those first in whose handlers a process died (`afterCrash`).
   *
   * @param limit how many at the most
   * @param dueUntil in ms since the epoch; what is due later is left
   */
  claim(limit: number, dueUntil: number): Awaitable<Held[]>;

  /**
   * Called before the handlers of a claim are called, where the store has to know that they run. Must not take time.
   *
   * @returns `false` when the lease is known to be lost: the claim is let go then
   */
  begin?(claim: Held): boolean;

  /** All handlers are done: only the id is kept, for its dedupe window. */
  complete(claim: Held): Awaitable<boolean>;

  /** Gives the claim back, to be claimed again when it is due (ms since the epoch). */
  reschedule(claim: Held, dueAt: number, progress: Progress): Awaitable<boolean>;

  /** Writes how far the handlers have come, and keeps the claim. */
  save(claim: Held, progress: Progress): Awaitable<boolean>;

  /** Makes a dead letter of a claim, or of a record that was never pending: `false` where its id is known. */
  deadLetter(claim: Held | CallbackRecord, death: Death): Awaitable<boolean>;

  /** Called every two seconds: renews leases, takes over those of processes that died, forgets what is over. */
  renew?(): Promise<void>;

  /** Where the engine wants to be told that something may be due. */
  onDue(wake: () => void): void;

  stats(): Promise<StoreStats>;

  /**
   * Called when the delivery is being closed, where claims that were not begun can be given back for others to take: the
   * engine begins no more then. Without it, the engine has what is claimed handled first.
   */
  drain?(): void;

  /** The end, after all writes. What is still claimed stays pending; that is no crash. */
  close(): Promise<void>;
}

export function isClaim<Held extends Claim>(claimed: Held | CallbackRecord): claimed is Held {
  return 'record' in claimed;
}
