import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';

/** A program, running in a process of its own. */
export interface PrintingProcess {
  /** Everything that it has printed so far, line by line. */
  printed: readonly string[];
  /**
   * Resolves with the first line like this, as soon as it is printed; rejects when the program ends before.
   *
   * @param partOf what is looked at of a line; by default all of it
   */
  hasPrinted(pattern: RegExp, partOf?: (line: string) => string | undefined): Promise<RegExpExecArray>;
  /** From now on its standard error is not shown here any more. */
  muteErrors(): void;
  /** Sends SIGKILL, which gives it no time for anything. Resolves when it is gone. */
  kill(): Promise<void>;
  /**
   * Asks it to end.
   *
   * @param signal SIGTERM by default
   * @returns the exit code when it is gone; `null` when a signal ended it
   */
  stop(signal?: NodeJS.Signals): Promise<number | null>;
}

export interface StartOptions {
  /** On top of this process's own environment. */
  env?: Record<string, string>;
  /** Where it looks for its `.env`. */
  cwd?: string;
  /** Whether its signals reach all that it starts, as those of a terminal do. */
  asInTerminal?: boolean;
}

/**
 * Starts a program for Node.
 *
 * @param command its file, and what it is given
 * @param ending kills it, so that one that hangs does not keep us waiting for ever
 */
export function startProcess(
  command: readonly [main: string, ...parameters: string[]],
  ending: AbortSignal,
  { env = {}, cwd = process.cwd(), asInTerminal = false }: StartOptions = {},
): PrintingProcess {
  ending.throwIfAborted();
  const child = spawn(process.execPath, command, {
    cwd,
    env: { ...process.env, ...env, NO_COLOR: '1' },
    stdio: ['ignore', 'pipe', 'pipe'],
    detached: asInTerminal,
  });
  const send = (signal: NodeJS.Signals): void => {
    if (asInTerminal && child.pid !== undefined) process.kill(-child.pid, signal);
    else child.kill(signal);
  };
  const kill = (): void => send('SIGKILL');
  ending.addEventListener('abort', kill);

  const printed: string[] = [];
  let showsErrors = true;
  const lines = createInterface({ input: child.stdout });
  lines.on('line', (line) => printed.push(line));
  createInterface({ input: child.stderr }).on('line', (line) => {
    printed.push(line);
    if (showsErrors) console.error(line);
  });
  // Unlike `exit`, `close` comes after the last line of output.
  const closed = once(child, 'close').finally(() => ending.removeEventListener('abort', kill));

  return {
    printed,
    hasPrinted(pattern, partOf = (line) => line) {
      const found = new Promise<RegExpExecArray>((resolve) => {
        const look = (): void => {
          const match = firstMatch(printed, (line) => pattern.exec(partOf(line) ?? ''));
          if (match === undefined) return;
          lines.off('line', look);
          resolve(match);
        };
        lines.on('line', look);
        look();
      });
      const gone = closed.then(() => {
        throw new Error(`it ended before it printed ${String(pattern)}. It said:\n${printed.join('\n')}`);
      });
      return Promise.race([found, gone]);
    },
    muteErrors() {
      showsErrors = false;
    },
    async kill() {
      kill();
      await closed;
    },
    async stop(signal = 'SIGTERM') {
      send(signal);
      await closed;
      return child.exitCode;
    },
  };
}

function firstMatch(
  lines: readonly string[],
  match: (line: string) => RegExpExecArray | null,
): RegExpExecArray | undefined {
  for (const line of lines) {
    const found = match(line);
    if (found !== null) return found;
  }
  return undefined;
}
