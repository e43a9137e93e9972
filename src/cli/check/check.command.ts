import { Command } from 'commander';
import { GroupQuotaAlarmDto } from '../../callbacks/group/group-quota-alarm.dto.js';
import { addChatAppOptions, type ChatAppOptions, readChatApp } from '../chat-app.js';
import { EXIT_CODES, EXIT_CODES_HELP } from '../exit-codes.js';
import { hideSecrets } from '../hide-secrets.js';
import { findCallback } from '../known-command.js';
import { positiveNumber, webhookUrl } from '../option-values.js';
import { Terminal } from '../terminal.js';
import { examine, type Result } from './examine.js';
import { type Counts, Report } from './report.js';

interface CheckOptions extends ChatAppOptions {
  command: string;
  idle: number;
  insecure?: boolean;
  verbose?: boolean;
  json?: boolean;
}

const HELP = `
It sends about 60 callbacks with invented content, which a receiver takes for real ones:
examine one that is there for tests, or whose handlers may see a quota alarm, a few
messages, a call and a push that never happened.

passed   the receiver does what Chat needs
warned   works, but not always: at the edge of what is documented, or a habit that now
         and then loses callbacks
failed   callbacks are lost, or strangers can send some
skipped  the question does not arise, or could not be judged

Examples:
  $ nestjs-tencent-chat-webhook check https://chat.example.com/tencent-chat/webhook
  without the 10 s that it waits on an idle connection:
  $ nestjs-tencent-chat-webhook check http://localhost:3000/callback --idle 1
  for a program:
  $ nestjs-tencent-chat-webhook check http://localhost:3000/callback --json \\
      | jq '.results[] | select(.outcome == "failed") | .advice'
${EXIT_CODES_HELP} Warnings fail nothing.`;

export function checkCommand(): Command {
  const command = new Command('check')
    .description("examine any receiver of Chat's webhooks, and explain what is wrong with it")
    .argument('<url>', 'the callback URL, as it is set in the console', webhookUrl);
  return addChatAppOptions(command)
    .option('--command <command>', 'what to send where any command will do', GroupQuotaAlarmDto.command)
    .option(
      '--idle <seconds>',
      'how long to leave a connection alone before it is used again',
      positiveNumber,
      10,
    )
    .option('--insecure', 'go on where the certificate is not trusted')
    .option('--verbose', 'tell the whole story of what passed, too')
    .option('--json', 'print one JSON object at the end')
    .addHelpText('after', HELP)
    .action(check);
}

async function check(url: string, options: CheckOptions): Promise<void> {
  const app = readChatApp(options);
  const hide = hideSecrets(app.token);
  const terminal = new Terminal(options.json === true, hide);
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
