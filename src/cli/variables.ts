import { readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import type { Command } from 'commander';

/** Each names a database to `pg`. */
const PG_VARIABLES = ['PGHOST', 'PGSERVICE', 'PGDATABASE'];

/**
 * Takes the variables of a program's options from the `.env` of the folder, as the app's ConfigModule does. The environment has precedence.
 * An empty variable counts as absent, in both. The file's database does not replace one that the variables of `pg` name.
 */
export function readVariables({ commands }: Command): void {
  const file = readEnvFile();
  for (const { envVar: name } of commands.flatMap(({ options }) => options)) {
    if (name === undefined) continue;
    const isNamed = name === 'DATABASE_URL' && PG_VARIABLES.some((each) => process.env[each]);
    const value = [process.env[name], isNamed ? undefined : file[name]].find(
      (each) => each !== undefined && each !== '',
    );
    if (value === undefined) delete process.env[name];
    else process.env[name] = value;
  }
}

function readEnvFile(): NodeJS.Dict<string> {
  try {
    return parseEnv(readFileSync('.env', 'utf8'));
  } catch {
    // Without a file that can be read, the environment and the options remain.
    return {};
  }
}
