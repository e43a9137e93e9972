/** Thrown if `processInTransaction` got no open transaction: each statement would commit by itself. */
export class NoTransactionError extends TypeError {
  override readonly name = 'NoTransactionError';

  constructor(got: string, options?: { cause?: unknown }) {
    super(
      `processInTransaction needs an open transaction of PostgreSQL, and got ${got}: give what the transaction() of your library hands to its callback, or a client of pg after BEGIN`,
      options,
    );
  }
}

/** Thrown by `processInTransaction` if no receipts are kept for the event. */
export class NoReceiptsError extends Error {
  override readonly name = 'NoReceiptsError';
}

/** Thrown by `processInTransaction` if the transaction's database has no table for receipts. */
export class NoReceiptTableError extends Error {
  override readonly name = 'NoReceiptTableError';

  constructor(schema: string) {
    super(
      `the database of this transaction has no table ${schema}.receipt: run "npx nestjs-tencent-chat-webhook postgres migrate --schema ${schema}" on it, or put the SQL that "postgres sql" prints into your migrations`,
    );
  }
}

/** Thrown by `processInTransaction` if the transaction's database is not PostgreSQL. */
export class NotPostgresError extends Error {
  override readonly name = 'NotPostgresError';

  constructor(options?: { cause?: unknown }) {
    super(
      'receipts are kept in PostgreSQL only, and this transaction is one of MySQL, MariaDB, SQLite or another database',
      options,
    );
  }
}
