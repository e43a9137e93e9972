import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';
import { onTestFinished } from 'vitest';
import { SDK_APP_ID, TOKEN } from '../support/create-test-app.js';
import { freePort } from '../support/redis/redis-server.js';
import type { Listening, ReceiverSettings } from './receiver-settings.js';

/** Where the package's own name is resolved from, for a program that lies in no file. */
const PACKAGE_ROOT = fileURLToPath(new URL('../..', import.meta.url));

/** `--eval` leaves nothing on the disk that spec files, which run side by side, could overwrite for each other. */
const PROGRAM = ts.transpileModule(readFileSync(new URL('receiver.ts', import.meta.url), 'utf8'), {
  compilerOptions: {
    module: ts.ModuleKind.ESNext,
    target: ts.ScriptTarget.ES2022,
    experimentalDecorators: true,
    emitDecoratorMetadata: true,
  },
}).outputText;

export type StartReceiver = Pick<ReceiverSettings, 'delivery' | 'handledFile'> & Partial<ReceiverSettings>;

/** A receiver that runs in a process of its own; it ends with the test at the latest. */
export class ReceiverProcess {
  private said = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly settings: ReceiverSettings,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.said += text;
      });
    }
  }

  /**
   * Resolves when the receiver listens.
   *
   * @throws Error with what the receiver said, when it ends before that
   */
  static async start(start: StartReceiver): Promise<ReceiverProcess> {
    const port = await freePort();
    const settings = { sdkAppId: SDK_APP_ID, token: TOKEN, port, handlerMs: 0, ...start };
    const child = spawn(
      process.execPath,
      ['--max-old-space-size=128', '--input-type=module', '--eval', PROGRAM],
      {
        cwd: PACKAGE_ROOT,
        env: { ...process.env, RECEIVER: JSON.stringify(settings), NO_COLOR: '1' },
        stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
      },
    );
    const receiver = new ReceiverProcess(child, settings);
    onTestFinished(() => receiver.kill());
    const over = new AbortController();
    try {
      await Promise.race([receiver.listening(over.signal), receiver.death(over.signal)]);
    } finally {
      over.abort();
    }
    return receiver;
  }

  get pid(): number {
    return this.child.pid ?? 0;
  }

  get baseUrl(): string {
    return `http://127.0.0.1:${this.settings.port}`;
  }

  /** Everything that it wrote to its log. */
  get log(): string {
    return this.said;
  }

  get isRunning(): boolean {
    return this.child.exitCode === null && this.child.signalCode === null;
  }

  /** Resolves when it ended by itself. */
  async ended(): Promise<void> {
    if (this.isRunning) await once(this.child, 'exit');
  }

  /** Ends it without any warning. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Asks it to end. Resolves with its exit code, `null` when it was killed, and how long it took. */
  async stop(): Promise<{ code: number | null; ms: number }> {
    const asked = performance.now();
    await this.end('SIGTERM');
    return { code: this.child.exitCode, ms: performance.now() - asked };
  }

  /** Starts another one in its place, on the same port. */
  again(): Promise<ReceiverProcess> {
    return ReceiverProcess.start(this.settings);
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    if (!this.isRunning) return;
    const exit = once(this.child, 'exit');
    this.child.kill(signal);
    await exit;
  }

  private async listening(signal: AbortSignal): Promise<void> {
    const [message] = await once(this.child, 'message', { signal });
    this.settings.port = (message as Listening).port;
  }

  private async death(signal: AbortSignal): Promise<never> {
    // Unlike `exit`, `close` comes after the last line of output.
    const [code, killedBy] = await once(this.child, 'close', { signal });
    throw new Error(`the receiver ended (${code ?? killedBy}) before it listened. It said:\n${this.said}`);
  }
}
