import { ConfigurationError } from '../../../common/configuration-error.js';
import { assertInteger, assertKnownOptions, assertObject } from '../../../common/option-checks.js';
import { within } from '../../../common/time/time-limit.js';
import {
  POSTGRES_OPTIONS,
  resolvePostgres,
  type PostgresOptions,
} from '../../../postgres/connection.options.js';
import { PostgresConnection } from '../../../postgres/connection.js';
import { ensureFormat } from '../../../postgres/migrate.js';
import { Receipts, type ReceiptsContext, type ReceiptsFactory } from '../../port/receipts.js';

/** Options of `postgresReceipts`. */
export interface PostgresReceiptsOptions extends PostgresOptions {
  /**
   * How long a receipt is kept, in ms: longer than the delivery may call a handler again, dead letters included.
   * @default `deadLetters.maxAgeMs`, the longest retry of any handler and 1 day: about 31 days
   */
  keepMs?: number;
}

const DAY_MS = 24 * 3_600_000;

/** How often old receipts are deleted, and how many in one statement. */
const FORGET_EVERY_MS = 60_000;
const FORGET_AT_ONCE = 5000;

/** How long the start of the app waits for PostgreSQL, in ms. */
const START_TIMEOUT_MS = 5000;

/**
 * Keeps the receipts of `event.processInTransaction` in the database that the handlers write to, whatever delivery keeps the callbacks.
 * `postgresDelivery` does the same for its own database. Needs the package `pg`.
 *
 * @throws ConfigurationError naming the option that is wrong; the app does not start if it cannot use the present tables
 */
export function postgresReceipts(options: PostgresReceiptsOptions): ReceiptsFactory {
  assertObject('receipts', options);
  assertKnownOptions(options, [...POSTGRES_OPTIONS, 'keepMs'], 'receipts.');
  const resolved = resolvePostgres(options, 'receipts.');
  const { keepMs } = options;
  if (keepMs !== undefined) assertInteger('receipts.keepMs', keepMs, 1);
  return async (context) => {
    const connection = new PostgresConnection(resolved);
    const open = () => ensureFormat(connection, resolved, 'receipts.');
    const receipts = new PostgresReceipts(connection, resolved.schema, context, keepMs, open, () =>
      connection.close(),
    );
    await receipts.open();
    return receipts;
  };
}

/** Makes receipts in the database of a delivery, with its connection and tables. */
export function receiptsOfDelivery(connection: PostgresConnection, schema: string): ReceiptsFactory {
  return (context) => new PostgresReceipts(connection, schema, context, undefined, nothing, nothing);
}

/** The delivery makes the tables, and closes the connection. */
async function nothing(): Promise<void> {}

class PostgresReceipts extends Receipts {
  private timer: NodeJS.Timeout | undefined;
  private opened = false;

  constructor(
    private readonly connection: PostgresConnection,
    override readonly schema: string,
    private readonly context: ReceiptsContext,
    private readonly keepMs: number | undefined,
    private readonly makeTables: () => Promise<void>,
    private readonly end: () => Promise<void>,
  ) {
    super();
  }

  override start(): void {
    const { keepMs, leastMs } = this;
    if (keepMs !== undefined && keepMs < leastMs) {
      throw new ConfigurationError(
        'receipts.keepMs',
        `${keepMs}, and a handler may be called again for longer`,
        `give at least ${leastMs}, or shorten deadLetters.maxAgeMs or retry of the delivery, or retry of the handlers`,
      );
    }
    this.timer = setInterval(() => void this.forget(), FORGET_EVERY_MS).unref();
  }

  /** @throws ConfigurationError if the tables cannot be used; the app starts while PostgreSQL is away */
  async open(): Promise<void> {
    try {
      await within(START_TIMEOUT_MS, this.prepare());
    } catch (error) {
      if (!(error instanceof ConfigurationError)) return;
      await this.close();
      throw error;
    }
  }

  override async close(): Promise<void> {
    clearInterval(this.timer);
    await within(START_TIMEOUT_MS, this.end());
  }

  private async prepare(): Promise<void> {
    if (!this.opened) await this.makeTables();
    this.opened = true;
  }

  /** The shortest time that is safe, in ms. */
  private get leastMs(): number {
    return this.context.repeatableMs + DAY_MS;
  }

  private async forget(): Promise<void> {
    const { schema, connection, leastMs } = this;
    const keepMs = Math.max(this.keepMs ?? leastMs, leastMs);
    const { registration, lifecycle } = this.context;
    const statement = `delete from ${schema}.receipt where ctid = any(array(
  select ctid from ${schema}.receipt where registration = $1 and at < now() - $2 * interval '1 ms' limit ${FORGET_AT_ONCE}))`;
    try {
      await this.prepare();
      while ((await connection.query(statement, [registration, keepMs])).rowCount === FORGET_AT_ONCE);
    } catch (error) {
      lifecycle.report('fault', { message: 'cannot forget old receipts; trying again in a minute', error });
    }
  }
}
