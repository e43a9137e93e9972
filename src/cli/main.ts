#!/usr/bin/env node
import { readFileSync, realpathSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { CommanderError } from 'commander';
import { EXIT_CODES, UsageError } from './exit-codes.js';
import { RejectedRequest } from '../protocol/rejected-request.js';
import { createProgram } from './program.js';

/** The version in the package's manifest, found from the started file: the sources compile to two module formats. */
function packageVersion(): string {
  const started = realpathSync(process.argv[1] ?? '');
  const manifest: unknown = JSON.parse(readFileSync(join(dirname(started), '../../package.json'), 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : 'unknown';
}

async function main(): Promise<void> {
  // `… | head` closes the pipe while there is more to say.
  process.stdout.on('error', () => process.exit());
  try {
    await createProgram(packageVersion()).parseAsync(process.argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed the help or what was wrong.
      process.exitCode = error.exitCode === 0 ? EXIT_CODES.fine : EXIT_CODES.usage;
    } else if (error instanceof UsageError || error instanceof RejectedRequest) {
      console.error(`error: ${error.message}`);
      process.exitCode = EXIT_CODES.usage;
    } else throw error;
  }
}

void main();
