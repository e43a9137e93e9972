import { Argument, Command, InvalidArgumentError, Option } from 'commander';
import { DEFAULT_SCHEMA, isSchemaName } from '../../postgres/connection.options.js';
import { EXIT_CODES_HELP } from '../exit-codes.js';
import type { PostgresCommandOptions } from './postgres.js';

const HELP = `
sql      prints the SQL that makes the tables, for the app's own migrations
migrate  makes the tables, or upgrades those of an earlier release
status   says whether the tables are those of this release

An app makes or upgrades them at its start, unless it has migrate: false or its role may
not make tables. Then its role needs only these rights:
  grant usage on schema tencent_chat to app;
  grant select, insert, update, delete on all tables in schema tencent_chat to app;
An upgrade may add tables: grant again after it.

The connection is --connection, DATABASE_URL of the environment, or that of the file .env of
the folder; without them PGHOST, PGUSER and so on. Prefer the environment or the file for a
password: other users of the machine can read a command line.

Examples:
  $ nestjs-tencent-chat-webhook postgres sql > migrations/tencent-chat.sql
  $ DATABASE_URL=postgres://owner@db/app nestjs-tencent-chat-webhook postgres migrate
${EXIT_CODES_HELP}`;

export function postgresCommand(): Command {
  return (
    new Command('postgres')
      .description('print, make or compare the tables of postgresDelivery and of receipts')
      .addArgument(new Argument('<action>', 'what to do').choices(['sql', 'migrate', 'status']))
      .option('--schema <name>', 'schema of the tables', schemaName, DEFAULT_SCHEMA)
      .addOption(new Option('--connection <url>', 'how to reach PostgreSQL').env('DATABASE_URL'))
      .option('--json', 'print JSON')
      .addHelpText('after', HELP)
      // Loaded when it is needed, because it needs the package pg.
      .action(async (action: string, options: PostgresCommandOptions) =>
        (await import('./postgres.js')).postgres(action, options),
      )
  );
}

function schemaName(text: string): string {
  if (!isSchemaName(text)) {
    throw new InvalidArgumentError('It must be lower-case letters, digits and _, and not begin with pg_.');
  }
  return text;
}
