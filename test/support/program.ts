import { type ChildProcess, type StdioOptions, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { onTestFinished } from 'vitest';

/** From here Node resolves the package's own name for a program that is in no file. */
const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));

interface ProgramOptions {
  /** Options of Node. */
  execArgv?: readonly string[];
  /** Arguments of the program: `process.argv` from 1 on. */
  args?: readonly string[];
  /** Variables on top of this process's environment. */
  env?: NodeJS.ProcessEnv;
  /** @default 'inherit' for both streams, and a channel for messages */
  stdio?: StdioOptions;
}

/**
 * Transpiles a TypeScript file to the text of an ES module, because Node 20 runs no TypeScript. The file may import packages,
 * this one included, and from other files only types.
 */
export function transpile(file: URL): string {
  const { outputText } = ts.transpileModule(readFileSync(file, 'utf8'), {
    compilerOptions: {
      module: ts.ModuleKind.ESNext,
      target: ts.ScriptTarget.ES2022,
      experimentalDecorators: true,
      emitDecoratorMetadata: true,
    },
  });
  return outputText;
}

/**
 * Runs the text of an ES module in another process, which is killed when the test ends. `--eval` leaves no file behind that
 * specs, which run side by side, could overwrite for each other.
 */
export function startProgram(
  program: string,
  {
    execArgv = [],
    args = [],
    env = {},
    stdio = ['ignore', 'inherit', 'inherit', 'ipc'],
  }: ProgramOptions = {},
): ChildProcess {
  const child = spawn(process.execPath, [...execArgv, '--input-type=module', '--eval', program, ...args], {
    cwd: PACKAGE_ROOT,
    env: { ...process.env, ...env },
    stdio,
  });
  onTestFinished(() => endProgram(child, 'SIGKILL'));
  return child;
}

/** Sends a signal to a program that runs. Resolves when the program has ended. */
export async function endProgram(child: ChildProcess, signal: NodeJS.Signals): Promise<void> {
  if (!isRunning(child)) return;
  const exit = once(child, 'exit');
  child.kill(signal);
  await exit;
}

export function isRunning({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null;
}
