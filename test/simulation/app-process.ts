import { startProcess, type PrintingProcess, type StartOptions } from './printing-process.js';

/** An app, running in a process of its own. */
export interface AppProcess extends PrintingProcess {
  /** The callback URL that it printed. */
  readonly url: string;
  /** What its own services have logged so far, line by line. */
  logged(): string[];
  /** Resolves when one of them has logged something like this; rejects when the app ends before. */
  hasLogged(pattern: RegExp): Promise<void>;
}

/**
 * Starts an app, and resolves when it listens.
 *
 * @param main the file to run, which prints `Callback URL: …` when it listens
 * @param ending kills the app
 * @throws Error with the app's output when it ends before it listens
 */
export async function startApp(
  main: string,
  ending: AbortSignal,
  options?: StartOptions,
): Promise<AppProcess> {
  const app = startProcess([main], ending, options);
  const [, url = ''] = await app.hasPrinted(/Callback URL: (\S+)/);
  return {
    ...app,
    url,
    logged: () => app.printed.flatMap((line) => messageOf(line) ?? []),
    async hasLogged(pattern) {
      await app.hasPrinted(pattern, messageOf);
    },
  };
}

/** What a line tells that one of its own services has logged. */
function messageOf(line: string): string | undefined {
  return /\[(?:Alarm|OddityLog)Service\] (.*)/.exec(line)?.[1];
}
