#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { CommanderError } from 'commander';
import { RejectedRequest } from '../protocol/rejected-request.js';
import { EXIT_CODES, UsageError } from './exit-codes.js';
import { createProgram } from './program.js';
import { escapeControls } from './terminal.js';
import { readVariables } from './variables.js';

async function main(): Promise<void> {
  // `… | head` closes the pipe early.
  process.stdout.on('error', () => process.exit());
  const program = createProgram(packageVersion());
  readVariables(program);
  try {
    await program.parseAsync(process.argv);
  } catch (error) {
    if (error instanceof CommanderError) {
      // Commander has printed the help or the mistake.
      process.exitCode = error.exitCode === 0 ? EXIT_CODES.fine : EXIT_CODES.usage;
    } else if (error instanceof UsageError || error instanceof RejectedRequest) {
      console.error(escapeControls(`error: ${error.message}`));
      process.exitCode = EXIT_CODES.usage;
    } else throw error;
  }
}

function packageVersion(): string {
  const manifest: unknown = JSON.parse(readFileSync(join(__dirname, '../../package.json'), 'utf8'));
  const isManifest = typeof manifest === 'object' && manifest !== null && 'version' in manifest;
  return isManifest ? String(manifest.version) : 'unknown';
}

void main();
