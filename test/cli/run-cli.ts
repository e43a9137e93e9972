import { type ChildProcessByStdio, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Readable } from 'node:stream';
import { fileURLToPath } from 'node:url';
import { onTestFinished } from 'vitest';
import { SDK_APP_ID, TOKEN } from '../support/create-test-app.js';

const MAIN = fileURLToPath(new URL('../../dist/cli/main.js', import.meta.url));

/** Variables on top of the tests' own; `undefined` takes one away. */
type Environment = Record<string, string | undefined>;

export interface CliResult {
  code: number | null;
  stdout: string;
  stderr: string;
}

/** The built command line in a process of its own, with the tests' app and token in the environment. */
export class CliProcess {
  stdout = '';
  stderr = '';
  private readonly child: ChildProcessByStdio<null, Readable, Readable>;

  constructor(parameters: readonly string[], env: Environment = {}, cwd?: string) {
    const { NO_COLOR: _noColour, ...inherited } = process.env;
    this.child = spawn(process.execPath, [MAIN, ...parameters], {
      cwd,
      env: {
        ...inherited,
        TENCENT_CHAT_SDK_APP_ID: String(SDK_APP_ID),
        TENCENT_CHAT_TOKEN: TOKEN,
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    onTestFinished(() => void this.child.kill('SIGKILL'));
    this.child.stdout.setEncoding('utf8').on('data', (text: string) => {
      this.stdout += text;
    });
    this.child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.stderr += text;
    });
  }

  /** Resolves with the match as soon as the standard output has it. */
  async says(pattern: RegExp): Promise<RegExpExecArray> {
    for (;;) {
      const match = pattern.exec(this.stdout);
      if (match !== null) return match;
      await once(this.child.stdout, 'data');
    }
  }

  async ended(): Promise<CliResult> {
    const [code] = (await once(this.child, 'close')) as [number | null];
    return { code, stdout: this.stdout, stderr: this.stderr };
  }

  interrupt(): Promise<CliResult> {
    const ended = this.ended();
    this.child.kill('SIGINT');
    return ended;
  }
}

export function runCli(parameters: readonly string[], env?: Environment, cwd?: string): Promise<CliResult> {
  return new CliProcess(parameters, env, cwd).ended();
}

/** Runs a command with `--json`, and reads the one line that it prints. */
export async function runJson(
  parameters: readonly string[],
  env?: Environment,
): Promise<{ code: number | null; value: unknown }> {
  const { code, stdout, stderr } = await runCli([...parameters, '--json'], env);
  if (stderr !== '') throw new Error(stderr);
  return { code, value: JSON.parse(stdout) };
}
