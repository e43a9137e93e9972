import { Command } from 'commander';
import { findCallback, USUAL_COMMAND } from '../catalogue/catalogue.js';
import { addChatAppOptions, type ChatAppOptions, readChatApp } from '../chat-app.js';
import { EXIT_CODES, EXIT_CODES_HELP, UsageError } from '../exit-codes.js';
import { positiveInteger, positiveNumber, webhookUrl } from '../option-values.js';
import { hideSecrets, hideUnmistakable } from '../secrets.js';
import { paint, Terminal } from '../terminal.js';
import { type Assignment, assignment } from './assignment.js';
import { CallbackBodies } from './callback-bodies.js';
import { nextVersion, versionOf } from './saved-file.js';
import { sendAll } from './send-all.js';
import { summarize, summaryInWords } from './summary.js';

interface SendOptions extends ChatAppOptions {
  url: string;
  set?: Assignment[];
  file?: string;
  times: number;
  rate?: number;
  watch?: boolean;
  insecure?: boolean;
  json?: boolean;
}

const HELP = `
Each callback is signed when it is sent, and has a time, a sequence number and a key of its
own, so that no receiver treats it as a duplicate. A body from --file is sent byte for byte,
every time; with --set it is parsed first.

An answer counts as a success if it does so for Chat: status 200 within 2 s, and JSON with
ActionStatus OK.

Examples:
  a quota alarm:
  $ nestjs-tencent-chat-webhook send --url http://localhost:3000/tencent-chat/webhook --set QuotaUsed=9100
  a message of your own:
  $ nestjs-tencent-chat-webhook send c2c.messageSent --url … \\
      --set 'MsgBody=[{"MsgType":"TIMTextElem","MsgContent":{"Text":"hi"}}]'
  50 a second for 10 s, whether or not the answers come:
  $ nestjs-tencent-chat-webhook send --url … --times 500 --rate 50
  again whenever the file is saved:
  $ nestjs-tencent-chat-webhook send --url … --file body.json --watch
${EXIT_CODES_HELP}`;

export function sendCommand(): Command {
  const command = new Command('send')
    .description('send signed callbacks to a receiver, and say what Chat would make of its answers')
    .argument('[command]', 'a command or an event, see "commands"', USUAL_COMMAND)
    .requiredOption('--url <url>', 'the callback URL, without the parameters that Chat appends', webhookUrl);
  return addChatAppOptions(command)
    .option(
      '--set <member=value>',
      'a member of the body, as JSON or as plain text; can be repeated',
      (text: string, others: Assignment[] | undefined) => [...(others ?? []), assignment(text)],
    )
    .option('--file <path>', 'the body, in place of the sample')
    .option('--times <n>', 'how many callbacks', positiveInteger, 1)
    .option('--rate <n>', 'how many to start in a second (default: one after the other)', positiveNumber)
    .option('--watch', 'send again whenever the file is saved')
    .option('--insecure', 'do not check the certificate of the receiver')
    .option('--json', 'print one JSON object per line: one for each callback, then the summary')
    .addHelpText('after', HELP)
    .action(send);
}

/** @throws UsageError for a command line that makes no sense */
async function send(name: string, options: SendOptions): Promise<void> {
  const { url, set = [], file, times, rate, watch = false, insecure, json = false } = options;
  const app = readChatApp(options);
  const known = findCallback(name);
  if (known === undefined && file === undefined) {
    throw new UsageError(`there is no sample of ${name}: give its body with --file, or see "commands"`);
  }
  const command = known?.command ?? name;
  const terminal = new Terminal(json, hideUnmistakable(app.token));
  const bodies = new CallbackBodies(app.sdkAppId, command, set, file);
  const plan = { app, command, bodies, url, times, rate, insecure, hide: hideSecrets(app.token) };
  const sendOnce = async () => {
    const summary = summarize(await sendAll(plan, terminal));
    terminal.value({ type: 'summary', ...summary });
    if (times > 1) terminal.line(summaryInWords(summary));
    process.exitCode = summary.failed === 0 ? EXIT_CODES.fine : EXIT_CODES.failed;
  };
  if (!watch) return sendOnce();
  if (file === undefined) throw new UsageError('--watch needs a --file to watch');
  let version = versionOf(file);
  await sendOnce();
  terminal.line(paint('dim', `waiting for ${file} to be saved, Ctrl+C ends`));
  for (;;) {
    version = await nextVersion(file, version);
    await sendOnce();
  }
}
