import { randomUUID } from 'node:crypto';
import { errorLine } from '../common/error-text.js';
import { idKey } from '../common/id-key.js';
import { isObject } from '../common/is-object.js';
import { causesOf, sqlState } from '../postgres/sql-state.js';
import { NoReceiptTableError, NoTransactionError, NotPostgresError } from './receipt-errors.js';
import { sqlRunner, type ReceiptTransaction, type RunSql } from './transaction.js';

/** The marks of the calls in a transaction, one after the other. */
const MARKS = "current_setting('tencent_chat.mark', true)";

/** Identifies a receipt, with the schema of its table. */
export interface ReceiptKey {
  readonly schema: string;
  readonly registration: string;
  readonly eventId: string;
  readonly handler: string;
}

/** The result of `processInTransaction`: that of the work, or that the work was committed before. */
export type Processed<Result> =
  { readonly duplicate: false; readonly result: Result } | { readonly duplicate: true };

/**
 * Calls `work` unless it has a receipt. The receipt commits with what the work writes in the transaction, or not at all. While
 * another process is at the same work, this waits for the end of its transaction.
 */
export async function processOnce<Result>(
  transaction: ReceiptTransaction,
  key: ReceiptKey,
  work: () => Result | PromiseLike<Result>,
): Promise<Processed<Result>> {
  const run = sqlRunner(transaction);
  const mark = randomUUID();
  await setMark(run, mark, key.schema);
  const [row] = await run(insertIfOpen(mark, key));
  if (!isTrue(row, 'open')) throw new NoTransactionError('one that is not open');
  if (!isTrue(row, 'fresh')) return { duplicate: true };
  return { duplicate: false, result: await work() };
}

/**
 * Sets a mark that ends with the transaction. Without an open transaction it is gone before the next statement, whatever library and pool
 * run that statement. So one statement can check for the mark, and write the receipt only if the transaction is open. It stands beside the
 * marks of other calls, because several may run in one transaction at the same time.
 */
async function setMark(run: RunSql, mark: string, schema: string): Promise<void> {
  const set = `set_config('tencent_chat.mark', concat(${MARKS}, '${mark}'), true)`;
  let row: unknown;
  try {
    [row] = await run(`select ${set} is not null and to_regclass('${schema}.receipt') is not null as ready`);
  } catch (cause) {
    if (sqlState(cause) !== undefined) throw cause;
    const unknown = /no such function|(set_config|current_setting|to_regclass) does not exist/i;
    if (causesOf(cause).some(({ message }) => unknown.test(message))) throw new NotPostgresError({ cause });
    throw new NoTransactionError(`one that cannot be used (${errorLine(cause)})`, { cause });
  }
  if (!isTrue(row, 'ready')) throw new NoReceiptTableError(schema);
}

function insertIfOpen(mark: string, { schema, registration, eventId, handler }: ReceiptKey): string {
  const values = [registration, idKey(eventId), handler].map(textOf).join(', ');
  return `with tx as materialized (
  select coalesce(strpos(${MARKS}, '${mark}') > 0, false) as open),
receipt as (
  insert into ${schema}.receipt (registration, event_id, handler) select ${values} from tx where open
  on conflict do nothing returning 1)
select open, exists (select from receipt) as fresh from tx`;
}

/** Writes a text as an expression of letters, digits and quotes only, because some libraries read ? and : in what they run. */
function textOf(text: string): string {
  return `convert_from(decode('${Buffer.from(text).toString('hex')}', 'hex'), 'UTF8')`;
}

function isTrue(row: unknown, column: string): boolean {
  return isObject(row) && Reflect.get(row, column) === true;
}
