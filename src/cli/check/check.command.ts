import { Command } from 'commander';
import { addChatAppOptions } from '../chat-app.js';
import { EXIT_CODES_HELP } from '../exit-codes.js';
import { positiveNumber, webhookUrl } from '../option-values.js';
import { USUAL_COMMAND } from '../usual-command.js';
import type { CheckOptions } from './check.js';

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
  return (
    addChatAppOptions(command)
      .option('--command <command>', 'what to send where any command will do', USUAL_COMMAND)
      .option(
        '--idle <seconds>',
        'how long to leave a connection alone before it is used again',
        positiveNumber,
        10,
      )
      .option('--insecure', 'go on where the certificate is not trusted')
      .option('--verbose', 'show the whole story of what passed, too')
      .option('--json', 'print one JSON object at the end')
      .addHelpText('after', HELP)
      // Loaded when it is needed, so that help and mistakes do not wait for it.
      .action(async (url: string, options: CheckOptions) => (await import('./check.js')).check(url, options))
  );
}
