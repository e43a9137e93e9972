import { isObject } from '../common/is-object.js';
import { NoTransactionError } from './receipt-errors.js';

/** A query that Kysely has compiled. */
interface CompiledQuery {
  sql: string;
  parameters: readonly unknown[];
  query: { kind: 'RawNode'; sqlFragments: readonly string[]; parameters: readonly [] };
  queryId: { queryId: string };
}

/** A client of pg, or TypeORM's EntityManager or QueryRunner. */
interface QueryTransaction {
  query(sql: string): PromiseLike<unknown>;
}

/** A transaction of Drizzle, or MikroORM's EntityManager in one. */
interface ExecuteTransaction {
  execute(sql: string): PromiseLike<unknown>;
}

interface KnexTransaction {
  raw(sql: string): PromiseLike<unknown>;
}

interface KyselyTransaction {
  executeQuery(query: CompiledQuery): PromiseLike<unknown>;
}

/** An interactive transaction of Prisma. */
interface PrismaTransaction {
  $queryRawUnsafe(sql: string): PromiseLike<unknown>;
}

/**
 * An open transaction of pg, TypeORM, MikroORM, Prisma, Knex, Kysely or Drizzle. The module needs none of these packages: it finds the
 * method that runs SQL.
 */
export type ReceiptTransaction =
  QueryTransaction | ExecuteTransaction | KnexTransaction | KyselyTransaction | PrismaTransaction;

/** Runs one statement, and resolves with its rows. */
export type RunSql = (sql: string) => Promise<readonly unknown[]>;

/** @throws NoTransactionError for what has no method that runs SQL */
export function sqlRunner(transaction: ReceiptTransaction): RunSql {
  const run = methodOf(transaction);
  return async (sql) => {
    const result: unknown = await run(sql);
    if (Array.isArray(result)) return result;
    return isObject(result) && 'rows' in result && Array.isArray(result.rows) ? result.rows : [];
  };
}

function methodOf(tx: ReceiptTransaction): (sql: string) => PromiseLike<unknown> {
  if (!isObject(tx) && typeof tx !== 'function')
    throw new NoTransactionError(tx === null ? 'null' : typeof tx);
  if (has(tx, '$queryRawUnsafe')) return (sql) => tx.$queryRawUnsafe(sql);
  if (has(tx, 'executeQuery')) return (sql) => tx.executeQuery(compiled(sql));
  if (has(tx, 'execute')) return (sql) => tx.execute(sql);
  if (has(tx, 'raw')) return (sql) => tx.raw(sql);
  if (has(tx, 'query')) return (sql) => tx.query(sql);
  throw new NoTransactionError('something that runs no SQL');
}

type MethodOf<Each> = Each extends unknown ? keyof Each : never;

function has<Method extends MethodOf<ReceiptTransaction>>(
  tx: ReceiptTransaction,
  method: Method,
): tx is Extract<ReceiptTransaction, Record<Method, unknown>> {
  return typeof Reflect.get(tx, method) === 'function';
}

function compiled(sql: string): CompiledQuery {
  const query = { kind: 'RawNode' as const, sqlFragments: [sql], parameters: [] as const };
  return { sql, parameters: [], query, queryId: { queryId: 'tencent-chat-receipt' } };
}
