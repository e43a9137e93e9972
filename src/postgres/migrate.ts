import { ConfigurationError } from '../common/configuration-error.js';
import { type PostgresConnection, PostgresError, type Query } from './connection.js';
import { FORMAT, migrationSql } from './schema.js';

/** Processes that start at the same time migrate one after the other. The number means nothing. */
const LOCK = 'select pg_advisory_xact_lock(7233701)';

/** Returns the format of the tables in a schema; 0 if there are none. */
export async function formatOf(query: Query, schema: string): Promise<number> {
  // Not by to_regclass, whose cache may be older than the lock that the caller has waited for.
  const { rows } = await query<{ found: boolean }>(
    "select exists (select from pg_tables where schemaname = $1 and tablename = 'format') as found",
    [schema],
  );
  if (rows[0]?.found !== true) return 0;
  const formats = await query<{ version: number }>(`select max(version) as version from ${schema}.format`);
  return formats.rows[0]?.version ?? 0;
}

/**
 * Makes or upgrades the tables. Runs no DDL if they are up to date, so that a role without the right to it is enough.
 *
 * @returns the format before
 */
export async function migrate(connection: PostgresConnection, schema: string): Promise<number> {
  const before = await connection.exclusively((query) => formatOf(query, schema));
  if (before >= FORMAT) return before;
  return connection.transaction(async (query) => {
    await query(LOCK);
    const from = await formatOf(query, schema);
    if (from < FORMAT) await query(migrationSql(schema, from));
    return from;
  });
}

/**
 * Makes the tables ready, or checks that they are.
 *
 * @param within what precedes the name of an option in an error, such as `'delivery.'`
 * @throws ConfigurationError if the tables are of another format, or are missing and cannot be made
 */
export async function ensureFormat(
  connection: PostgresConnection,
  { schema, migrate: mayMigrate }: { schema: string; migrate: boolean },
  within: string,
): Promise<void> {
  const remedy = `run "npx nestjs-tencent-chat-webhook postgres migrate --schema ${schema}" as the owner of the database, or put the SQL that "postgres sql" prints into your migrations`;
  try {
    if (mayMigrate) await migrate(connection, schema);
  } catch (error) {
    if (!(error instanceof PostgresError && error.code === INSUFFICIENT_PRIVILEGE)) throw error;
    const got = `true, and the role may not make or read the tables (${error.message})`;
    throw new ConfigurationError(`${within}migrate`, got, remedy);
  }
  const format = await connection.exclusively((query) => formatOf(query, schema));
  if (format === FORMAT) return;
  if (format > FORMAT) {
    throw new ConfigurationError(
      `${within}schema`,
      `"${schema}", whose tables have format ${format} of a later release`,
      `start the later release, or give another schema: this release has format ${FORMAT}`,
    );
  }
  const state = format === 0 ? 'are missing' : `have the old format ${format}`;
  throw new ConfigurationError(
    `${within}migrate`,
    `false, and the tables of the schema "${schema}" ${state}`,
    remedy,
  );
}

/** SQLSTATE of a right that the role does not have. */
const INSUFFICIENT_PRIVILEGE = '42501';
