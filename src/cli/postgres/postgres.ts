import { ConfigurationError } from '../../common/configuration-error.js';
import { errorLine } from '../../common/error-text.js';
import { resolvePostgres, type ResolvedPostgresOptions } from '../../postgres/connection.options.js';
import { FORMAT, migrationSql } from '../../postgres/schema.js';
import { EXIT_CODES, UsageError } from '../exit-codes.js';
import { Terminal } from '../terminal.js';

export interface PostgresCommandOptions {
  schema: string;
  connection?: string;
  json?: boolean;
}

/** The format of the tables now, and before the command. */
interface Formats {
  readonly before: number;
  readonly now: number;
}

/** @throws UsageError if the connection is none, or the package pg is missing */
export async function postgres(action: string, options: PostgresCommandOptions): Promise<void> {
  const { schema } = options;
  const terminal = new Terminal(options.json ?? false, (text) => text);
  if (action === 'sql') {
    const sql = migrationSql(schema);
    terminal.value({ schema, format: FORMAT, sql });
    for (const line of sql.trim().split('\n')) terminal.line(line);
    return;
  }
  try {
    const { before, now } = await formats(connectionOf(options), action === 'migrate');
    terminal.value({ schema, before, format: now, wanted: FORMAT });
    terminal.line(describe(schema, { before, now }));
    if (now !== FORMAT) process.exitCode = EXIT_CODES.failed;
  } catch (error) {
    if (error instanceof UsageError) throw error;
    console.error(`error: ${errorLine(error)}`);
    process.exitCode = EXIT_CODES.failed;
  }
}

async function formats(options: ResolvedPostgresOptions, mayMigrate: boolean): Promise<Formats> {
  const { PostgresConnection, formatOf, migrate } = await load();
  const connection = new PostgresConnection(options);
  connection.keepProcess();
  try {
    const read = () => connection.exclusively((query) => formatOf(query, options.schema));
    const before = mayMigrate ? await migrate(connection, options.schema) : await read();
    return { before, now: await read() };
  } finally {
    await connection.close();
  }
}

async function load() {
  try {
    return {
      ...(await import('../../postgres/connection.js')),
      ...(await import('../../postgres/migrate.js')),
    };
  } catch (error) {
    throw new UsageError(`the package pg cannot be loaded (${errorLine(error)}): npm install pg`);
  }
}

function connectionOf({ connection, schema }: PostgresCommandOptions): ResolvedPostgresOptions {
  try {
    return resolvePostgres({ connection: connection ?? {}, schema }, '');
  } catch (error) {
    if (!(error instanceof ConfigurationError)) throw error;
    throw new UsageError('the connection is no URL such as postgres://user@host:5432/database');
  }
}

function describe(schema: string, { before, now }: Formats): string {
  const where = `the tables of the schema ${schema}`;
  if (now > FORMAT)
    return `${where} have format ${now} of a later release; this release has format ${FORMAT}`;
  if (now === 0) return `${where} are missing: run "postgres migrate"`;
  if (now < FORMAT) return `${where} have the old format ${now}: run "postgres migrate"`;
  if (before === now) return `${where} have format ${now}, which is up to date`;
  return before === 0
    ? `${where} were made, with format ${now}`
    : `${where} were upgraded from format ${before} to ${now}`;
}
