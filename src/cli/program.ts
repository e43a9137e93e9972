import { Command } from 'commander';
import { catalogueCommand } from './catalogue/catalogue.command.js';
import { checkCommand } from './check/check.command.js';
import { EXIT_CODES_HELP } from './exit-codes.js';
import { hideSecrets } from './hide-secrets.js';
import { listenCommand } from './listen/listen.command.js';
import { sendCommand } from './send/send.command.js';
import { signCommand } from './sign/sign.command.js';

const HELP = `
Try it against a receiver on your machine:
  $ export TENCENT_CHAT_SDK_APP_ID=1400000000 TENCENT_CHAT_TOKEN=the-token-of-the-console
  $ nestjs-tencent-chat-webhook send --url http://localhost:3000/tencent-chat/webhook
  $ nestjs-tencent-chat-webhook check http://localhost:3000/tencent-chat/webhook

The app and its token come from the environment, or from --sdk-app-id and --token.
Prefer the environment for the token: other users of the machine can read a command
line. No token is ever printed, and only "sign" prints a Sign.
${EXIT_CODES_HELP}`;

/** @throws CommanderError from its parser, for the help as well as for a wrong command line */
export function createProgram(version: string): Command {
  const program = new Command('nestjs-tencent-chat-webhook')
    .description(
      "Send, receive and examine Tencent Cloud Chat webhooks. Works with receivers in any language: 'check' examines " +
        'yours, whatever it is written in.',
    )
    .version(version)
    .showHelpAfterError('(add --help to see what can be given)')
    .addHelpText('after', HELP);
  for (const command of [sendCommand(), listenCommand(), checkCommand(), signCommand(), catalogueCommand()]) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  // After the subcommands were added, so that none of them ends the process or prints a given value.
  for (const command of [program, ...program.commands]) {
    command.exitOverride().configureOutput({
      outputError: (message, write) =>
        write(hideSecrets(undefined)(message).replace(/(--?[\w-]+)=[^'\s]*/g, '$1=…')),
    });
  }
  return program;
}
