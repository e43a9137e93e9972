import type { QueryResult, QueryResultRow } from 'pg';
import { ConfigurationError } from '../../../../common/configuration-error.js';
import { errorLine } from '../../../../common/error-text.js';
import { PostgresConnection } from '../../../../postgres/connection.js';
import { ensureFormat } from '../../../../postgres/migrate.js';
import { DeliveryUnavailableError } from '../../../port/delivery.js';
import type { ResolvedPostgresDeliveryOptions } from '../postgres.options.js';
import { statements } from './statements.js';

/** Encodings of databases that keep UTF-8 as it is. */
const KEEPS_ALL = ['UTF8', 'SQL_ASCII'];

/** The tables of one registration, for everything but receiving and the results of claims, which have another connection. */
export class Tables {
  readonly sql;
  readonly connection: PostgresConnection;
  private number: number | undefined;

  constructor(
    private readonly options: ResolvedPostgresDeliveryOptions,
    private readonly registration: string,
  ) {
    this.sql = statements(options.schema);
    this.connection = new PostgresConnection(options);
  }

  /** @throws DeliveryUnavailableError if the tables could not be opened yet */
  get reg(): number {
    if (this.number !== undefined) return this.number;
    throw new DeliveryUnavailableError('PostgreSQL was not reached yet');
  }

  /**
   * Makes or checks the tables, unless that is done.
   *
   * @throws ConfigurationError if they cannot be used
   */
  async open(): Promise<void> {
    if (this.number !== undefined) return;
    await ensureFormat(this.connection, this.options, 'delivery.');
    await this.assertKeepsAll();
    const { register, registration } = this.sql;
    await this.connection.query(register, [this.registration]);
    const { rows } = await this.connection.query<{ reg: number }>(registration, [this.registration]);
    this.number = rows[0]?.reg;
  }

  /** One body that the database cannot keep would fail all that are written with it. */
  private async assertKeepsAll(): Promise<void> {
    const { rows } = await this.connection.query<{ server_encoding: string }>('show server_encoding');
    const encoding = rows[0]?.server_encoding ?? '';
    if (KEEPS_ALL.includes(encoding)) return;
    throw new ConfigurationError(
      'delivery.connection',
      `a database with the encoding ${encoding}, which cannot keep every character`,
      'give one with the encoding UTF8',
    );
  }

  /**
   * Runs a statement whose first value is the registration.
   *
   * @throws DeliveryUnavailableError saying why it failed
   */
  async ask<Row extends QueryResultRow>(statement: string, ...values: unknown[]): Promise<QueryResult<Row>> {
    const all = [this.reg, ...values];
    return this.connection.query<Row>(statement, all).catch(unavailable);
  }
}

/** Returns the error for those who wait, which says why PostgreSQL could not be used. */
export function unavailableError(error: unknown): DeliveryUnavailableError {
  if (error instanceof DeliveryUnavailableError) return error;
  return new DeliveryUnavailableError(errorLine(error), { cause: error });
}

/** @throws DeliveryUnavailableError saying why PostgreSQL could not be used */
export function unavailable(error: unknown): never {
  throw unavailableError(error);
}
