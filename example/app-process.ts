import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface, type Interface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** The example app, running in a process of its own. */
export interface AppProcess {
  /** The callback URL that it printed. */
  url: string;
  /** What its AlarmService has logged so far, line by line. */
  logged: readonly string[];
  /** Sends SIGTERM. Resolves with the exit code when the app is gone; `null` when a signal ended it. */
  stop(): Promise<number | null>;
}

/**
 * Starts the app, and resolves when it listens.
 *
 * @param env on top of this process's own environment
 * @throws Error with the app's output when it ends before it listens
 */
export async function startApp(env: Record<string, string>): Promise<AppProcess> {
  const child = spawn(process.execPath, [fileURLToPath(new URL('main.js', import.meta.url))], {
    env: { ...process.env, ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'inherit'],
    // An app that hangs, at its start or at its end, must not keep us waiting for ever.
    timeout: 60_000,
    killSignal: 'SIGKILL',
  });
  // Who stops the demo means the app as well.
  process.once('SIGTERM', () => child.kill('SIGTERM'));

  const output: string[] = [];
  const logged: string[] = [];
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    output.push(line);
    const message = /\[AlarmService\] (.*)/.exec(line)?.[1];
    if (message !== undefined) logged.push(message);
  });

  // Unlike `exit`, `close` comes after the last line of output.
  const closed = once(child, 'close');
  const url = await Promise.race([
    printedUrl(lines),
    closed.then(() => {
      throw new Error(`the app ended before it listened. It said:\n${output.join('\n')}`);
    }),
  ]);
  return {
    url,
    logged,
    async stop() {
      if (!child.killed) child.kill('SIGTERM');
      await closed;
      return child.exitCode;
    },
  };
}

function printedUrl(lines: Interface): Promise<string> {
  return new Promise((resolve) => {
    lines.on('line', (line) => {
      const url = /^Callback URL: (.+)/.exec(line)?.[1];
      if (url !== undefined) resolve(url);
    });
  });
}
