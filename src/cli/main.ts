#!/usr/bin/env node
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { CommanderError } from 'commander';
import { RejectedRequest } from '../protocol/rejected-request.js';
import { EXIT_CODES, UsageError } from './exit-codes.js';
import { createProgram } from './program.js';
import { escapeControls } from './terminal.js';

async function main(): Promise<void> {
  // `… | head` closes the pipe early.
  process.stdout.on('error', () => process.exit());
  readEnvFile();
  try {
    await createProgram(packageVersion()).parseAsync(process.argv);
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

/** Takes the app and its token from the `.env` of the folder, as the app's ConfigModule does. The environment has precedence. */
function readEnvFile(): void {
  try {
    const values = parseEnv(readFileSync('.env', 'utf8'));
    for (const name of ['TENCENT_CHAT_SDK_APP_ID', 'TENCENT_CHAT_TOKEN']) {
      const value = values[name];
      if (value !== undefined) process.env[name] ??= value;
    }
  } catch {
    // Without a file that can be read, the environment and the options remain.
  }
}

void main();
