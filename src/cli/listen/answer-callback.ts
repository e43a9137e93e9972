import type { IncomingMessage, ServerResponse } from 'node:http';
import { ACCEPTED } from '../../protocol/answer.js';
import { readUrlParameters } from '../../protocol/url-parameters.js';
import { chatOpinion, milliseconds } from '../chat-opinion.js';
import type { Terminal } from '../terminal.js';
import { forwardRequest } from './forward-request.js';
import { type VerificationRules, verify } from './verify.js';

export interface ListenRules extends VerificationRules {
  forward?: string;
  bodies?: boolean;
  hide: (text: string) => string;
}

/** Prints one request and answers it. */
export async function answerCallback(
  request: IncomingMessage,
  response: ServerResponse,
  rules: ListenRules,
  terminal: Terminal,
): Promise<void> {
  try {
    const body = await bytesOf(request);
    printCallback(request, body, rules, terminal);
    if (rules.forward === undefined) {
      response.setHeader('Content-Type', 'application/json');
      response.end(JSON.stringify(ACCEPTED.answer));
    } else await passOn(request, response, body, { forward: rules.forward, hide: rules.hide }, terminal);
  } catch (error) {
    terminal.line(`  the request broke off: ${error instanceof Error ? error.message : 'unknown error'}`);
    response.destroy();
  }
}

async function bytesOf(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks);
}

function printCallback(
  { method = '', url = '', headers }: IncomingMessage,
  body: Buffer,
  rules: ListenRules,
  terminal: Terminal,
): void {
  const time = new Date();
  const verification = verify(url, rules, time.getTime());
  const { sdkAppId, ageSeconds } = verification;
  const command = verification.command && rules.hide(verification.command);
  const text = rules.hide(body.toString('utf8'));
  terminal.value({
    type: 'callback',
    receivedAt: time.toISOString(),
    method,
    command,
    sdkAppId,
    optPlatform: verification.optPlatform && rules.hide(verification.optPlatform),
    ageSeconds,
    bytes: body.length,
    contentType: headers['content-type'] && rules.hide(headers['content-type']),
    verified: verification.verified,
    details: verification.details,
    ...(rules.bodies === true && { body: text }),
  });
  const facts = [
    time.toISOString().slice(11, 23),
    terminal.paint(
      'bold',
      command ?? `${method} ${rules.hide(url.split('?', 1)[0] ?? '')} without a command`,
    ),
    `app ${sdkAppId ?? 'unknown'}`,
    ...(ageSeconds === undefined ? [] : [`${ageSeconds.toFixed(1)} s old`]),
    `${body.length} bytes${headers['content-type'] === undefined ? ' without Content-Type' : ''}`,
    terminal.paint(STYLES[verification.verified], verification.details),
  ];
  terminal.line(facts.join('  '));
  if (rules.bodies === true && text !== '') terminal.line(`  ${text}`);
}

const STYLES = { yes: 'green', no: 'red', unknown: 'dim' } as const;

async function passOn(
  request: IncomingMessage,
  response: ServerResponse,
  body: Buffer,
  { forward, hide }: { forward: string; hide: ListenRules['hide'] },
  terminal: Terminal,
): Promise<void> {
  const answer = await forwardRequest(request, body, forward, hide);
  const { success, words } = chatOpinion(answer);
  const status = answer.answered ? answer.status : 502;
  const { command } = parametersOf(request.url);
  terminal.value({
    type: 'answer',
    command: command && hide(command),
    success,
    ...(answer.answered ? { status, answer: answer.shown } : { reason: answer.reason }),
    ms: answer.ms,
  });
  const painted = terminal.paint(success ? 'green' : 'red', answer.answered ? String(status) : '---');
  terminal.line(`  ${painted} in ${milliseconds(answer.ms)}  ${words}`);
  if (!answer.answered) {
    response.writeHead(status, { 'Content-Type': 'application/json' });
    response.end(
      JSON.stringify({ ActionStatus: 'FAIL', ErrorInfo: 'the app did not answer', ErrorCode: 502 }),
    );
    return;
  }
  for (const name of ['content-type', 'content-encoding']) {
    const value = answer.headers[name];
    if (value !== undefined) response.setHeader(name, value);
  }
  response.writeHead(status).end(answer.bytes);
}

function parametersOf(url = ''): { command?: string } {
  try {
    return readUrlParameters(url);
  } catch {
    return {};
  }
}
