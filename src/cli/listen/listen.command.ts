import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Command } from 'commander';
import { addChatAppOptions, type ChatAppOptions } from '../chat-app.js';
import { EXIT_CODES_HELP, UsageError } from '../exit-codes.js';
import { hideSecrets, hideUnmistakable } from '../hide-secrets.js';
import { httpUrl, port } from '../option-values.js';
import { Terminal } from '../terminal.js';
import { answerCallback } from './answer-callback.js';

interface ListenOptions extends ChatAppOptions {
  port: number;
  host: string;
  forward?: string;
  bodies?: boolean;
  json?: boolean;
}

const HELP = `
Run it behind a tunnel and give the tunnel's URL to the console, to see what Chat really
sends. Every callback is answered OK, verified or not, so that nothing is held up; with
--forward the answer is that of the app.

With a token each callback is verified; without one it is only printed. --sdk-app-id says
which app it has to be for.

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
    .option('--json', 'print a JSON object a line')
    .addHelpText('after', HELP)
    .action(listen);
}

async function listen(options: ListenOptions): Promise<void> {
  const token = options.unsigned === true || options.token === '' ? undefined : options.token;
  const hide = hideSecrets(token);
  const terminal = new Terminal(options.json === true, hideUnmistakable(token));
  const server = createServer((request, response) => {
    void answerCallback(request, response, { ...options, token, hide }, terminal);
  });
  server.listen(options.port, options.host);
  try {
    await once(server, 'listening');
  } catch (error) {
    const why = error instanceof Error ? error.message : 'unknown error';
    throw new UsageError(`cannot listen on port ${options.port} (${why}): give another --port`, {
      cause: error,
    });
  }
  const url = `http://${options.host}:${portOf(server.address(), options.port)}`;
  terminal.value({ type: 'listening', url });
  terminal.line(
    `listening on ${url}${options.forward === undefined ? '' : `, passing on to ${options.forward}`}`,
  );
  terminal.line(
    terminal.paint('dim', token === undefined ? 'no token given: nothing is verified' : 'Ctrl+C ends'),
  );
  await stopped();
  server.close();
  server.closeAllConnections();
}

function portOf(address: AddressInfo | string | null, asked: number): number {
  return typeof address === 'object' && address !== null ? address.port : asked;
}

function stopped(): Promise<void> {
  return new Promise((resolve) => {
    process.once('SIGINT', resolve);
    process.once('SIGTERM', resolve);
  });
}
