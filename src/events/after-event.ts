import { processInTransaction } from '../receipts/event-receipts.js';
import type { Processed } from '../receipts/write-receipt.js';
import type { ReceiptTransaction } from '../receipts/transaction.js';
import type { EventCall } from './event-call.js';

/** What the handlers of after-events can use beside the event itself. */
export abstract class AfterEvent {
  readonly #call: EventCall | undefined;

  constructor(call?: EventCall) {
    this.#call = call;
  }

  /** Aborted when the handler's `timeoutMs` is over: hand it on to `fetch` and the like. */
  get signal(): AbortSignal {
    return this.#call?.signal ?? new AbortController().signal;
  }

  /** Whether the handler has handled a newer event about the same thing, if it has `onStale: 'mark'`. */
  get stale(): boolean {
    return this.#call?.stale ?? false;
  }

  /** Identifies the thing that the event is about, if the handler has `onStale`. */
  get staleKey(): string | undefined {
    return this.#call?.staleKey;
  }

  /**
   * The event's place in the order of the thing's events, if the handler has `onStale` and the body contains it. Makes a write conditional,
   * as in `… WHERE version < :staleOrder`.
   */
  get staleOrder(): number | undefined {
    return this.#call?.staleOrder;
  }

  /**
   * Commits `work` at most once for this event and handler, also after crashes, retries and replays. A retry calls it again only if it was
   * rolled back. A receipt commits with what the work writes in the transaction, or not at all. For handlers of after-events, with
   * `postgresDelivery` or the option `receipts`.
   *
   * @param transaction an open transaction of pg, TypeORM, MikroORM, Prisma, Knex, Kysely or Drizzle
   * @param work writes in that transaction; what it throws must leave the transaction as well, so that the receipt is rolled back
   * @returns `{ duplicate: true }`, without a call of `work`, if it was committed before
   * @throws NoTransactionError if it is no transaction, or not an open one; nothing is written
   * @throws NoReceiptsError if no receipts are kept
   * @throws NoReceiptTableError if the transaction's database has no table for them
   * @throws NotPostgresError for a transaction of another database
   */
  processInTransaction<Result>(
    transaction: ReceiptTransaction,
    work: () => Result | PromiseLike<Result>,
  ): Promise<Processed<Result>> {
    return processInTransaction(this, transaction, work);
  }
}
