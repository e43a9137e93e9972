import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { SDK_APP_ID, TOKEN } from '../support/create-test-app.js';
import { endProgram, isRunning, startProgram, transpile } from '../support/program.js';
import { freePort } from '../support/redis/redis-server.js';
import type { Listening, ReceiverSettings } from './receiver-settings.js';

const PROGRAM = transpile(new URL('receiver.ts', import.meta.url));

export type StartReceiver = Pick<ReceiverSettings, 'delivery' | 'handledFile'> & Partial<ReceiverSettings>;

/** A receiver in another process. It ends with the test at the latest. */
export class ReceiverProcess {
  private output = '';

  private constructor(
    private readonly child: ChildProcess,
    private readonly settings: ReceiverSettings,
  ) {
    for (const stream of [child.stdout, child.stderr]) {
      stream?.setEncoding('utf8').on('data', (text: string) => {
        this.output += text;
      });
    }
  }

  /**
   * Resolves when the receiver listens.
   *
   * @throws Error with the receiver's output if it ends earlier
   */
  static async start(start: StartReceiver): Promise<ReceiverProcess> {
    const port = await freePort();
    const settings = { sdkAppId: SDK_APP_ID, token: TOKEN, port, handlerMs: 0, ...start };
    const child = startProgram(PROGRAM, {
      execArgv: ['--max-old-space-size=128'],
      env: { RECEIVER: JSON.stringify(settings), NO_COLOR: '1' },
      stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    });
    const receiver = new ReceiverProcess(child, settings);
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

  /** Everything that the receiver has written to its log. */
  get log(): string {
    return this.output;
  }

  get isRunning(): boolean {
    return isRunning(this.child);
  }

  /** Stops the receiver: it keeps what it holds until it goes on or is killed. */
  freeze(): void {
    this.child.kill('SIGSTOP');
  }

  goOn(): void {
    this.child.kill('SIGCONT');
  }

  /** Ends the receiver with SIGKILL. */
  async kill(): Promise<void> {
    await endProgram(this.child, 'SIGKILL');
  }

  /** Ends the receiver with SIGTERM. Resolves with its exit code, `null` if a signal ended it, and the time in ms. */
  async stop(): Promise<{ code: number | null; ms: number }> {
    const asked = performance.now();
    await endProgram(this.child, 'SIGTERM');
    return { code: this.child.exitCode, ms: performance.now() - asked };
  }

  /** Starts another receiver with the same settings and port. */
  restart(): Promise<ReceiverProcess> {
    return ReceiverProcess.start(this.settings);
  }

  private async listening(signal: AbortSignal): Promise<void> {
    const [message] = await once(this.child, 'message', { signal });
    this.settings.port = (message as Listening).port;
  }

  private async death(signal: AbortSignal): Promise<never> {
    // Unlike `exit`, `close` comes after the last line of output.
    const [code, killedBy] = await once(this.child, 'close', { signal });
    throw new Error(
      `the receiver ended (${code ?? killedBy}) before it listened. Its output:\n${this.output}`,
    );
  }
}
