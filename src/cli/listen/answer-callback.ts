import type { IncomingMessage, ServerResponse } from 'node:http';
import { errorLine } from '../../common/error-text.js';
import { ACCEPTED, type ChatAnswer } from '../../protocol/answer.js';
import { boundedBytes } from '../bounded-bytes.js';
import type { Exchange } from '../exchange.js';
import { printExchange } from '../print-exchange.js';
import { paint, type Terminal } from '../terminal.js';
import { forwardRequest } from './forward-request.js';
import { type ListenRules, receivedCallback, type ReceivedCallback } from './received-callback.js';

const STYLES = { yes: 'green', no: 'red', unknown: 'dim' } as const;

/** Prints one request and answers it: itself, or with the answer of the app behind `forward`. */
export async function answerCallback(
  request: IncomingMessage,
  response: ServerResponse,
  rules: ListenRules & { forward?: string },
  terminal: Terminal,
): Promise<void> {
  try {
    const body = await boundedBytes(request);
    const callback = receivedCallback(request, body, rules);
    printCallback(callback, terminal);
    const { forward, hide } = rules;
    if (forward === undefined) answerJson(response, 200, ACCEPTED.answer);
    else {
      const answer = await forwardRequest(request, body, forward, hide);
      printExchange(answer, { type: 'answer', command: callback.command }, terminal, '  ');
      passBack(answer, response);
    }
  } catch (error) {
    terminal.line(`  the request broke off: ${errorLine(error)}`);
    response.destroy();
  }
}

function printCallback(callback: ReceivedCallback, terminal: Terminal): void {
  const { path: _path, ...value } = callback;
  terminal.value({ type: 'callback', ...value });
  const {
    receivedAt,
    command,
    method,
    path,
    sdkAppId = 'unknown',
    ageSeconds,
    bytes,
    contentType,
  } = callback;
  terminal.line(
    `${receivedAt.slice(11, 23)}  `,
    paint('bold', command ?? `${method} ${path} without a command`),
    `  app ${sdkAppId}`,
    ageSeconds === undefined ? '' : `  ${ageSeconds.toFixed(1)} s old`,
    `  ${bytes} bytes${contentType === undefined ? ' without Content-Type' : ''}  `,
    paint(STYLES[callback.verified], callback.details),
  );
  if (callback.body) for (const line of callback.body.split('\n')) terminal.line(`  ${line}`);
}

function passBack(answer: Exchange, response: ServerResponse): void {
  if (!answer.answered) {
    const ErrorInfo = 'the app did not answer';
    answerJson(response, 502, { ActionStatus: 'FAIL', ErrorInfo, ErrorCode: 502 });
    return;
  }
  for (const name of ['content-type', 'content-encoding']) {
    const value = answer.headers[name];
    if (value !== undefined) response.setHeader(name, value);
  }
  response.writeHead(answer.status).end(answer.bytes);
}

function answerJson(response: ServerResponse, status: number, answer: ChatAnswer): void {
  response.writeHead(status, { 'Content-Type': 'application/json' }).end(JSON.stringify(answer));
}
