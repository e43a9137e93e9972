import { processOnce, type Processed, type ReceiptKey } from './write-receipt.js';
import { NoReceiptsError } from './receipt-errors.js';
import type { ReceiptTransaction } from './transaction.js';

/** Beside the events, so that whoever prints or copies an event sees only what Chat sent. */
const keys = new WeakMap<object, ReceiptKey>();

/** Says which receipt belongs to an event, which only one handler gets. */
export function setReceiptKey(event: object, key: ReceiptKey): void {
  keys.set(event, key);
}

/** @throws NoReceiptsError if no receipt belongs to the event */
export async function processInTransaction<Result>(
  event: object,
  transaction: ReceiptTransaction,
  work: () => Result | PromiseLike<Result>,
): Promise<Processed<Result>> {
  const key = keys.get(event);
  if (key !== undefined) return processOnce(transaction, key, work);
  throw new NoReceiptsError(
    'no receipts are kept for this event: only an after-event has them, in a method with @OnTencentChatEvent, and with the option delivery: postgresDelivery(…) or receipts: postgresReceipts(…)',
  );
}
