import type { ClientConfig } from 'pg';
import { assertOption } from '../common/option-checks.js';

/** Options of a connection to PostgreSQL. */
export interface PostgresOptions {
  /**
   * How to reach PostgreSQL: a URL (`postgres://`), or options of pg's `Client`. A URL may name several hosts, as in
   * `postgres://user@one:5432,two:5432/app`; the first that accepts writes is used. The module opens separate connections.
   */
  connection: string | ClientConfig;
  /**
   * Schema of the module's tables: lower-case letters, digits and `_`. Each app needs its own.
   * @default 'tencent_chat'
   */
  schema?: string;
  /**
   * Whether to create or upgrade the tables at start-up. With `false` the app does not start if they are missing or old.
   * @default true
   */
  migrate?: boolean;
  /**
   * `'transaction'` if the connection leads through PgBouncer in transaction mode, or through a pooler like it. The module then uses no
   * named statements and no settings of a session.
   * @default none
   */
  pooler?: 'transaction';
}

/** The checked options, with their defaults. */
export interface ResolvedPostgresOptions {
  /** Each host with all options of pg. They are tried in this order. */
  readonly hosts: readonly ClientConfig[];
  readonly schema: string;
  readonly migrate: boolean;
  readonly pooled: boolean;
}

/** Names of these options. */
export const POSTGRES_OPTIONS = ['connection', 'schema', 'migrate', 'pooler'];

export const DEFAULT_SCHEMA = 'tencent_chat';

/**
 * Checks the options, and adds their defaults.
 *
 * @param within what precedes the name of an option in an error, such as `'delivery.'`
 * @throws ConfigurationError naming the option
 */
export function resolvePostgres(options: PostgresOptions, within: string): ResolvedPostgresOptions {
  const { connection, schema = DEFAULT_SCHEMA, migrate = true, pooler } = options;
  assertOption(
    typeof schema === 'string' && isSchemaName(schema),
    `${within}schema`,
    schema,
    'give lower-case letters, digits and _, at most 48, that begin with a letter and not with pg_',
  );
  assertOption(typeof migrate === 'boolean', `${within}migrate`, migrate, 'give true or false');
  const isPooler = pooler === undefined || pooler === 'transaction';
  assertOption(isPooler, `${within}pooler`, pooler, "give 'transaction', or leave it out");
  const hosts = hostsOf(connection);
  assertOption(
    hosts !== undefined,
    `${within}connection`,
    connection,
    'give postgres://user@host:5432/database, or options of pg such as { host, database }',
  );
  return { hosts, schema, migrate, pooled: pooler !== undefined };
}

/** A name that needs no quotes, and leaves room for what PostgreSQL appends to it. */
export function isSchemaName(name: string): boolean {
  return /^(?!pg_)[a-z][a-z0-9_]{0,47}$/.test(name);
}

/** @returns `undefined` for what is no connection */
function hostsOf(connection: unknown): ClientConfig[] | undefined {
  if (typeof connection === 'object' && connection !== null && !Array.isArray(connection))
    return [connection];
  if (typeof connection !== 'string') return undefined;
  // No URL parser takes several hosts, so each gets a separate URL.
  const [, before, hosts, after] = /^(postgres(?:ql)?:\/\/(?:[^@/?]*@)?)([^/?]*)(.*)$/.exec(connection) ?? [];
  if (hosts === undefined) return undefined;
  const urls = hosts.split(',').map((host) => `${before}${host}${after}`);
  const usable = urls.every((url) => URL.canParse(url.replace('@/', '@localhost/')));
  return usable ? urls.map((connectionString) => ({ connectionString })) : undefined;
}
