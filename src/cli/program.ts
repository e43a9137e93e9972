import { Command } from 'commander';
import { catalogueCommand } from './catalogue/catalogue-command.js';
import { checkCommand } from './check/check-command.js';
import { EXIT_CODES_HELP } from './exit-codes.js';
import { listenCommand } from './listen/listen-command.js';
import { postgresCommand } from './postgres/postgres-command.js';
import { hideSecrets } from './secrets.js';
import { schemaCommand } from './schema/schema-command.js';
import { sendCommand } from './send/send-command.js';
import { signCommand } from './sign/sign-command.js';
import { escapeControls } from './terminal.js';

const HELP = `
Try it against a receiver on your machine:
  $ export TENCENT_CHAT_SDK_APP_ID=1400000000 TENCENT_CHAT_TOKEN=the-token-of-the-console
  $ nestjs-tencent-chat-webhook send --url http://localhost:3000/tencent-chat/webhook
  $ nestjs-tencent-chat-webhook check http://localhost:3000/tencent-chat/webhook

The app and its token come from --sdk-app-id and --token, from the environment, or from the
file .env of the folder. Do not give the token on the command line where other users of the
machine can read it. No token is ever printed, and only "sign" prints a Sign.
${EXIT_CODES_HELP}`;

/** @throws CommanderError from its parser, for the help and for a wrong command line */
export function createProgram(version: string): Command {
  const program = new Command('nestjs-tencent-chat-webhook')
    .description(
      "Send, receive and examine Tencent Cloud Chat webhooks. Works with receivers in any language: 'check' examines " +
        'yours, whatever it is written in.',
    )
    .version(version)
    .showHelpAfterError('(add --help to see what can be given)')
    .addHelpText('after', HELP);
  const commands = [
    sendCommand(),
    listenCommand(),
    checkCommand(),
    signCommand(),
    catalogueCommand(),
    postgresCommand(),
    schemaCommand(version),
  ];
  for (const command of commands) {
    program.addCommand(command.copyInheritedSettings(program));
  }
  // After the subcommands were added, so that none of them ends the process or prints a given value.
  for (const command of [program, ...commands]) {
    command.exitOverride().configureOutput({
      outputError: (message, write) => {
        const shown = hideSecrets()(message).replace(/(--?[\w-]+)=[^'\s]*/g, '$1=…');
        write(shown.split('\n').map(escapeControls).join('\n'));
      },
    });
  }
  return program;
}
