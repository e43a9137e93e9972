import type { CallbackRecord } from './callback-record.js';
import type { DeadLetterStore } from './dead-letter.js';
import type { SharedState } from './shared-state.js';

/** Runs the handlers of a record; rejects when one of them failed, which the delivery has to log. */
export type HandleRecord = (record: CallbackRecord, attempt: number) => Promise<void>;

/** How much a delivery holds. */
export interface DeliveryStats {
  /** Records that wait for their handlers, for another attempt, or are in their handlers. */
  pending: number;
  /** Dead letters. */
  dead: number;
}

/**
 * How an accepted callback survives until its handlers are done. `deliveryContract` of the testing kit checks an
 * implementation of your own.
 */
export abstract class Delivery {
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
   * @throws DeliveryUnavailableError when the record cannot be kept; Chat then gets 503
   */
  abstract accept(record: CallbackRecord): Promise<'accepted' | 'duplicate'>;

  /**
   * Keeps a record as a dead letter without an attempt. One whose id is known is left alone.
   *
   * @throws DeliveryUnavailableError when the record cannot be kept
   */
  abstract bury(record: CallbackRecord, error: string): Promise<void>;

  /** Of everything that shares this delivery's store. */
  abstract stats(): Promise<DeliveryStats>;

  /**
   * Accepts nothing more from the call on, and waits for the handlers that were called, as long as the delivery gives them.
   * What has not been handled then stays in the store; a delivery that is not durable has it handled first. Nothing is
   * written after it has resolved.
   */
  abstract close(): Promise<void>;
}

/** Value of the option `delivery`: makes the delivery of one registration. */
export type DeliveryFactory = () => Delivery | Promise<Delivery>;

/** The callback could not be kept; the message says why. */
export class DeliveryUnavailableError extends Error {
  override readonly name = 'DeliveryUnavailableError';
}
