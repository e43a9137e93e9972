import type { Awaitable } from '../../common/awaitable.js';
import type { Lifecycle } from '../../lifecycle/lifecycle.js';
import type { CallbackRecord } from './callback-record.js';
import type { DeadLetterStore, Death } from './dead-record.js';
import type { HandleRecord } from './handle-record.js';
import type { SharedState } from './shared-state.js';

/** How much a delivery's store holds. */
export interface StoreStats {
  /** Records that wait for their handlers, for another attempt, or are in their handlers. */
  readonly pending: number;
  /** Dead letters. */
  readonly dead: number;
  /** When the oldest pending record was received, in ms since the epoch; `null` when there is none. */
  readonly oldestPendingAt: number | null;
}

/** How much a delivery holds, and does. */
export interface DeliveryStats extends StoreStats {
  /** Records that are in their handlers, in this process. */
  readonly running: number;
}

/**
 * How an accepted callback survives until its handlers are done. `deliveryContract` of the testing kit checks an
 * implementation of your own; most are a `CallbackStore` under `deliveryOn`.
 */
export abstract class Delivery {
  /** What it is, in a word or two for the log at start-up, such as `'lmdb in ./inbox'`. */
  abstract readonly label: string;

  /** Whether what was accepted outlives the process. */
  abstract readonly durable: boolean;

  abstract readonly deadLetters: DeadLetterStore;

  /** What the processes that share the store know in common. Without it, each of them knows what it has seen itself. */
  readonly shared?: SharedState;

  /**
   * Called once, when the handlers are bound. Records accepted before wait for it. Handlers are called in a later turn of
   * the event loop than the one in which `accept` resolves, so that the answer to Chat goes out first.
   */
  abstract start(handle: HandleRecord): void;

  /**
   * Resolves once this process cannot lose the record; Chat then gets its OK and the handlers run after that. A record
   * whose id is known (it waits, is dead, or was handled within the dedupe window) is a duplicate.
   *
   * @returns a promise that rejects with DeliveryUnavailableError when the record cannot be kept; Chat then gets 503
   */
  abstract accept(record: CallbackRecord): Awaitable<'accepted' | 'duplicate'>;

  /**
   * Keeps a record as a dead letter without an attempt. One whose id is known is left alone.
   *
   * @returns whether it was kept now
   * @throws DeliveryUnavailableError when the record cannot be kept
   */
  abstract deadLetter(record: CallbackRecord, death: Death): Promise<boolean>;

  /** Of everything that shares this delivery's store; `running` is of this process. */
  abstract stats(): Promise<DeliveryStats>;

  /**
   * Accepts nothing more from the call on, but for derived records, and waits for the handlers that were called, as long
   * as the delivery gives them. What has not been handled then stays in the store; a delivery that is not durable has it
   * handled first. Nothing is written after it has resolved. A second call waits for the first.
   */
  abstract close(): Promise<void>;
}

/** What a delivery knows of the registration that it is made for. */
export interface DeliveryContext {
  /** Name of the registration. */
  readonly registration: string;
  /** Where it reports what becomes of its records. */
  readonly lifecycle: Lifecycle;
}

/** Value of the option `delivery`: makes the delivery of one registration. */
export type DeliveryFactory = (context: DeliveryContext) => Delivery | Promise<Delivery>;

/** The callback could not be kept; the message says why. */
export class DeliveryUnavailableError extends Error {
  override readonly name = 'DeliveryUnavailableError';
}
