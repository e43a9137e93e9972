import { once } from 'node:events';
import { createServer } from 'node:http';
import { Command } from 'commander';
import { errorLine } from '../../common/error-text.js';
import { addChatAppOptions, type ChatAppOptions } from '../chat-app.js';
import { EXIT_CODES_HELP, UsageError } from '../exit-codes.js';
import { httpUrl, port } from '../option-values.js';
import { hideSecrets, hideUnmistakable } from '../secrets.js';
import { paint, Terminal } from '../terminal.js';
import { answerCallback } from './answer-callback.js';

interface ListenOptions extends ChatAppOptions {
  port: number;
  host: string;
  forward?: string;
  bodies?: boolean;
  json?: boolean;
}

/** Maximum number of connections. Each may hold a body in memory. */
const MAX_CONNECTIONS = 100;

const HELP = `
Run it behind a tunnel and set the tunnel's URL in Chat's console, to see what Chat really
sends. It answers every callback OK, verified or not. With --forward it returns the app's
answer. A body may have 1 MiB.

With a token each callback is verified. With --sdk-app-id it must be for that app, too.

Examples:
  $ nestjs-tencent-chat-webhook listen --port 8080 --bodies
  $ nestjs-tencent-chat-webhook listen --port 8080 --forward http://localhost:3000/tencent-chat/webhook
${EXIT_CODES_HELP}`;

export function listenCommand(): Command {
  const command = new Command('listen')
    .description('print every callback that comes in, and pass it on to an app')
    .option('--port <port>', 'where to listen', port, 8080)
    .option('--host <address>', 'the interface to listen on', '127.0.0.1');
  return addChatAppOptions(command)
    .option(
      '--forward <url>',
      'pass everything on to this URL, unchanged, and answer what it answers',
      httpUrl,
    )
    .option('--bodies', 'print the bodies, which may be private messages')
    .option('--json', 'print one JSON object per line')
    .addHelpText('after', HELP)
    .action(listen);
}

async function listen(options: ListenOptions): Promise<void> {
  const token = options.unsigned === true || options.token === '' ? undefined : options.token;
  const terminal = new Terminal(options.json === true, hideUnmistakable(token));
  const rules = { ...options, token, hide: hideSecrets(token) };
  const server = createServer((request, response) => void answerCallback(request, response, rules, terminal));
  server.maxConnections = MAX_CONNECTIONS;
  server.listen(options.port, options.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const message = `cannot listen on port ${options.port} (${errorLine(error)}): give another --port`;
    throw new UsageError(message, { cause: error });
  }
  const address = server.address();
  const url = `http://${options.host}:${typeof address === 'object' ? address?.port : options.port}`;
  terminal.value({ type: 'listening', url });
  terminal.line(
    `listening on ${url}${options.forward === undefined ? '' : `, passing on to ${options.forward}`}`,
  );
  terminal.line(paint('dim', token === undefined ? 'no token given: nothing is verified' : 'Ctrl+C ends'));
  await stopped();
  server.close();
  server.closeAllConnections();
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}
