import { type ChatAppOptions, readChatApp } from '../chat-app.js';
import { EXIT_CODES } from '../exit-codes.js';
import { hideSecrets, hideUnmistakable } from '../hide-secrets.js';
import { findCallback } from '../known-command.js';
import { Terminal } from '../terminal.js';
import { examine, type Result } from './examine.js';
import { type Counts, Report } from './report.js';

export interface CheckOptions extends ChatAppOptions {
  command: string;
  idle: number;
  insecure?: boolean;
  verbose?: boolean;
  json?: boolean;
}

/** Prints the results as they come, and fails the process when a probe failed. */
export async function check(url: string, options: CheckOptions): Promise<void> {
  const app = readChatApp(options);
  const hide = hideSecrets(app.token);
  const terminal = new Terminal(options.json === true, hideUnmistakable(app.token));
  terminal.line(`examining ${url} for app ${app.sdkAppId}`);
  const report = new Report(terminal, options.verbose === true);
  const results: Result[] = [];
  const examination = examine({
    url,
    app,
    command: findCallback(options.command)?.command ?? options.command,
    idleSeconds: options.idle,
    insecure: options.insecure === true,
    hide,
  });
  for await (const result of examination) {
    report.print(result);
    results.push(result);
  }
  const counts = count(results);
  report.end(counts);
  terminal.value({ url, sdkAppId: app.sdkAppId, ...counts, results });
  process.exitCode = counts.failed === 0 ? EXIT_CODES.fine : EXIT_CODES.failed;
}

function count(results: readonly Result[]): Counts {
  const counts: Counts = { passed: 0, warned: 0, failed: 0, skipped: 0 };
  for (const { outcome } of results) counts[outcome] += 1;
  return counts;
}
