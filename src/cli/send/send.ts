import { type ChatAppOptions, readChatApp } from '../chat-app.js';
import { EXIT_CODES, UsageError } from '../exit-codes.js';
import { hideSecrets, hideUnmistakable } from '../hide-secrets.js';
import { findCallback } from '../known-command.js';
import { Terminal } from '../terminal.js';
import type { Assignment } from './assignment.js';
import { CallbackBodies } from './callback-bodies.js';
import { sendAll } from './send-all.js';
import { summarize, summaryInWords } from './summary.js';
import { nextVersion, versionOf } from './saved-file.js';

export interface SendOptions extends ChatAppOptions {
  url: string;
  set?: Assignment[];
  file?: string;
  times: number;
  rate?: number;
  watch?: boolean;
  insecure?: boolean;
  json?: boolean;
}

/** @throws UsageError for what the command line cannot mean */
export async function send(name: string, options: SendOptions): Promise<void> {
  const app = readChatApp(options);
  const known = findCallback(name);
  if (known === undefined && options.file === undefined) {
    throw new UsageError(`there is no sample of ${name}: give its body with --file, or see "commands"`);
  }
  if (options.watch === true && options.file === undefined) {
    throw new UsageError('--watch needs a --file to watch');
  }
  const command = known?.command ?? name;
  const hide = hideSecrets(app.token);
  const terminal = new Terminal(options.json === true, hideUnmistakable(app.token));
  const bodies = new CallbackBodies(app.sdkAppId, command, options.set ?? [], options.file);
  const sendOnce = async () => {
    const { url, times, rate, insecure } = options;
    const sent = await sendAll({ app, command, bodies, url, times, rate, insecure, hide }, terminal);
    const summary = summarize(sent);
    terminal.value({ type: 'summary', ...summary });
    if (times > 1) terminal.line(summaryInWords(summary));
    process.exitCode = summary.failed === 0 ? EXIT_CODES.fine : EXIT_CODES.failed;
  };
  if (options.watch !== true || options.file === undefined) {
    await sendOnce();
    return;
  }
  let version = versionOf(options.file);
  await sendOnce();
  terminal.line(terminal.paint('dim', `waiting for ${options.file} to be saved, Ctrl+C ends`));
  for (;;) {
    version = await nextVersion(options.file, version);
    await sendOnce();
  }
}
