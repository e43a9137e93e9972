import { Command } from 'commander';
import { addChatAppOptions } from '../chat-app.js';
import { EXIT_CODES_HELP } from '../exit-codes.js';
import { positiveInteger, positiveNumber, webhookUrl } from '../option-values.js';
import { USUAL_COMMAND } from '../usual-command.js';
import { type Assignment, assignment } from './assignment.js';
import type { SendOptions } from './send.js';

const HELP = `
Each callback is signed when it is sent, and has a time, a sequence number and a key of its
own, so that a receiver takes none of them for a repeated one. A body from --file is sent
byte for byte as it is, every time; with --set it is parsed first.

An answer counts as a success when Chat would take it for one: status 200 within 2 s, and
JSON with ActionStatus OK.

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
  return (
    addChatAppOptions(command)
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
      .option('--json', 'print a JSON object a line: one for each callback, then the summary')
      .addHelpText('after', HELP)
      // Loaded when it is needed, so that help and mistakes do not wait for it.
      .action(async (name: string, options: SendOptions) => (await import('./send.js')).send(name, options))
  );
}
