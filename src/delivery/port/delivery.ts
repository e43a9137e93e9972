import type { Awaitable } from '../../common/awaitable.js';
import type { Lifecycle } from '../../lifecycle/lifecycle.js';
import type { CallbackRecord } from './callback-record.js';
import type { DeadLetterStore, Death } from './dead-record.js';
import type { ResolvedDeliveryOptions } from './delivery.options.js';
import type { HandlersOf } from './record-handler.js';
import type { SharedLog } from './shared-log.js';
import type { ReceiptsFactory } from './receipts.js';
import type { SharedState } from './shared-state.js';

/** Statistics of a delivery's store. */
export interface StoreStats {
  /** Number of records that wait for their handlers, wait for another attempt, or are in their handlers. */
  readonly pending: number;
  /** Number of dead letters. */
  readonly dead: number;
  /** When the oldest pending record was received, in ms since the epoch; `null` if none is pending. */
  readonly oldestPendingAt: number | null;
}

/** Statistics of a delivery. */
export interface DeliveryStats extends StoreStats {
  /** Number of records that are in their handlers in this process. */
  readonly running: number;
}

/** Keeps accepted callbacks until their handlers have succeeded. The engine implements it on a `CallbackStore`. */
export abstract class Delivery {
  /** Short label for the log at start-up, such as `'in ./inbox'`. */
  abstract readonly label: string;

  /** Whether accepted callbacks survive a crash of the process. */
  abstract readonly durable: boolean;

  abstract readonly deadLetters: DeadLetterStore;

  /** Values that the processes share. Without it, each process knows only what it has seen itself. */
  readonly shared?: SharedState;

  /** Logs that the processes share. Without it, each process counts only what it has handled itself. */
  readonly log?: SharedLog;

  /** Makes the receipts that are kept beside the records, if the module's option `receipts` makes no others. */
  readonly receipts?: ReceiptsFactory;

  /** The options that every delivery takes, with their defaults. */
  readonly options?: ResolvedDeliveryOptions;

  /**
   * Starts to call handlers. Called once, when the handlers are bound; records that were accepted earlier wait for it. Handlers are
   * called in a later turn of the event loop than the one in which `accept` resolves, so that the answer to Chat goes out first.
   */
  abstract start(handlersOf: HandlersOf): void;

  /**
   * Keeps a record. Resolves when this process cannot lose it; Chat then gets its OK. A record is a duplicate if its id is known: it is
   * pending, a dead letter, or was handled within the dedupe window.
   *
   * @returns a promise that rejects with DeliveryUnavailableError if the record cannot be kept; Chat then gets 503
   */
  abstract accept(record: CallbackRecord): Awaitable<'accepted' | 'duplicate'>;

  /**
   * Keeps a record as a dead letter without an attempt, unless its id is known.
   *
   * @returns whether it was kept
   * @throws DeliveryUnavailableError if the record cannot be kept
   */
  abstract deadLetter(record: CallbackRecord, death: Death): Promise<boolean>;

  /** Returns the statistics of all processes that share the store; `running` counts this process only. */
  abstract stats(): Promise<DeliveryStats>;

  /**
   * Drains the delivery. It accepts only derived records from now on, and waits for running handlers, at most for `drainTimeoutMs`.
   * A durable delivery keeps the remaining records in its store; any other one handles them first. Nothing is written after it has
   * resolved. A second call waits for the first.
   */
  abstract close(): Promise<void>;
}

/** The registration that a delivery is made for. */
export interface DeliveryContext {
  /** Name of the registration. */
  readonly registration: string;
  /** Gets the steps of the delivery's records. */
  readonly lifecycle: Lifecycle;
}

/** Value of the option `delivery`: makes the delivery of one registration. */
export type DeliveryFactory = (context: DeliveryContext) => Delivery | Promise<Delivery>;

/** Thrown if a callback cannot be kept; the message has the reason. */
export class DeliveryUnavailableError extends Error {
  override readonly name = 'DeliveryUnavailableError';
}
