import { Command } from 'commander';
import { findCallback, USUAL_COMMAND } from '../catalogue/catalogue.js';
import { addChatAppOptions, type ChatAppOptions, readChatApp } from '../chat-app.js';
import { EXIT_CODES, EXIT_CODES_HELP } from '../exit-codes.js';
import { positiveNumber, webhookUrl } from '../option-values.js';
import { hideSecrets, hideUnmistakable } from '../secrets.js';
import { Terminal } from '../terminal.js';
import { examine, type Result } from './examine.js';
import { Report } from './report.js';

interface CheckOptions extends ChatAppOptions {
  command: string;
  idle: number;
  insecure?: boolean;
  verbose?: boolean;
  json?: boolean;
}

const HELP = `
It sends about 60 callbacks with invented content, which a receiver treats as real ones.
Check a receiver that is there for tests, or one whose handlers may see a quota alarm, a few
messages, a call and a push that never happened.

passed   the receiver does what Chat needs
warned   it works, but not always: it relies on what is not documented, or now and then it
         loses callbacks
failed   callbacks are lost, or strangers can send some
skipped  the probe does not apply, or could not be judged

Examples:
  $ nestjs-tencent-chat-webhook check https://chat.example.com/tencent-chat/webhook
  without the 10 s that it waits on an idle connection:
  $ nestjs-tencent-chat-webhook check http://localhost:3000/callback --idle 1
  for a program:
  $ nestjs-tencent-chat-webhook check http://localhost:3000/callback --json \\
      | jq '.results[] | select(.outcome == "failed") | .advice'
${EXIT_CODES_HELP} A warning is no failure.`;

export function checkCommand(): Command {
  const command = new Command('check')
    .description("examine any receiver of Chat's webhooks, and explain what is wrong with it")
    .argument('<url>', "the callback URL, as it is set in Chat's console", webhookUrl);
  return addChatAppOptions(command)
    .option('--command <command>', 'what to send where any command will do', USUAL_COMMAND)
    .option(
      '--idle <seconds>',
      'how long to leave a connection alone before it is used again',
      positiveNumber,
      10,
    )
    .option('--insecure', 'go on if the certificate is not trusted')
    .option('--verbose', 'show all details of what passed, too')
    .option('--json', 'print one JSON object at the end')
    .addHelpText('after', HELP)
    .action(check);
}

/** Prints the results as they come, and fails the process if a probe failed. */
async function check(url: string, options: CheckOptions): Promise<void> {
  const { command, idle: idleSeconds, insecure = false, verbose = false, json = false } = options;
  const app = readChatApp(options);
  const terminal = new Terminal(json, hideUnmistakable(app.token));
  terminal.line(`examining ${url} for app ${app.sdkAppId}`);
  const report = new Report(terminal, verbose);
  const results: Result[] = [];
  const examination = examine({
    url,
    app,
    command: findCallback(command)?.command ?? command,
    idleSeconds,
    insecure,
    hide: hideSecrets(app.token),
  });
  for await (const result of examination) {
    report.print(result);
    results.push(result);
  }
  const counts = report.end();
  terminal.value({ url, sdkAppId: app.sdkAppId, ...counts, results });
  process.exitCode = counts.failed === 0 ? EXIT_CODES.fine : EXIT_CODES.failed;
}
