import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** An app, running in a process of its own. */
export interface AppProcess {
  /** The callback URL that it printed. */
  url: string;
  /** Everything that it has printed so far, line by line. */
  printed: readonly string[];
  /** Resolves with the first line like this, as soon as it is printed; rejects when the app ends before. */
  hasPrinted(pattern: RegExp): Promise<RegExpExecArray>;
  /** What its own services have logged so far, line by line. */
  logged: readonly string[];
  /** Resolves when one of them has logged something like this; rejects when the app ends before. */
  hasLogged(pattern: RegExp): Promise<void>;
  /** From now on its standard error is not shown here any more. */
  muteErrors(): void;
  /** Sends SIGKILL, which gives it no time for anything. Resolves when the app is gone. */
  kill(): Promise<void>;
  /** Sends SIGTERM. Resolves with the exit code when the app is gone; `null` when a signal ended it. */
  stop(): Promise<number | null>;
}

/**
 * Starts an app, and resolves when it listens.
 *
 * @param main the file to run, which prints `Callback URL: …` when it listens
 * @param env on top of this process's own environment
 * @param ending kills the app, so that one that hangs does not keep us waiting for ever
 * @param cwd where it looks for its `.env`
 * @throws Error with the app's output when it ends before it listens
 */
export async function startApp(
  main: string,
  env: Record<string, string>,
  ending: AbortSignal,
  cwd = process.cwd(),
): Promise<AppProcess> {
  ending.throwIfAborted();
  const child = spawn(process.execPath, [main], {
    cwd,
    env: { ...process.env, ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const kill = (): boolean => child.kill('SIGKILL');
  ending.addEventListener('abort', kill);

  const printed: string[] = [];
  const logged: string[] = [];
  let showsErrors = true;
  createInterface({ input: child.stderr }).on('line', (line) => {
    printed.push(line);
    if (showsErrors) console.error(line);
  });
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => {
    printed.push(line);
    const message = /\[(?:Alarm|OddityLog)Service\] (.*)/.exec(line)?.[1];
    if (message !== undefined) logged.push(message);
  });

  // Unlike `exit`, `close` comes after the last line of output.
  const closed = once(child, 'close').finally(() => ending.removeEventListener('abort', kill));

  /** Resolves with what is found first, in what the app has printed or will print. */
  async function found<Found>(what: string, find: () => Found | undefined): Promise<Found> {
    const sooner = new Promise<Found>((resolve) => {
      const look = (): void => {
        const result = find();
        if (result === undefined) return;
        lines.off('line', look);
        resolve(result);
      };
      lines.on('line', look);
      look();
    });
    const gone = closed.then(() => {
      throw new Error(`the app ended before it printed ${what}. It said:\n${printed.join('\n')}`);
    });
    return Promise.race([sooner, gone]);
  }

  const hasPrinted = (pattern: RegExp) => found(String(pattern), () => firstMatch(printed, pattern));
  const url = await found('its URL', () => firstMatch(printed, /Callback URL: (\S+)/)?.[1]);
  return {
    url,
    printed,
    hasPrinted,
    logged,
    async hasLogged(pattern) {
      await found(String(pattern), () => firstMatch(logged, pattern));
    },
    muteErrors() {
      showsErrors = false;
    },
    async kill() {
      kill();
      await closed;
    },
    async stop() {
      child.kill('SIGTERM');
      await closed;
      return child.exitCode;
    },
  };
}

function firstMatch(lines: readonly string[], pattern: RegExp): RegExpExecArray | undefined {
  for (const line of lines) {
    const match = pattern.exec(line);
    if (match !== null) return match;
  }
  return undefined;
}
