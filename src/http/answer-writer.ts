import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { RegistrationState } from '../lifecycle/registration-state.js';
import { ACCEPTED, type StatusAnswer } from '../protocol/answer.js';
import { CALLBACK_ID } from '../protocol/receiver.js';
import { nodeRequest, type AdapterRequest } from './adapter/adapter-request.js';
import { type AdapterResponse, type Headers, isAnswered } from './adapter/adapter-response.js';
import { AUTHENTICATED, AUTHENTICATED_AT, webhookMessage } from './webhook-request.js';

/** The body of nearly every answer. */
const ACCEPTED_BODY = JSON.stringify(ACCEPTED.answer);

/** Writes answers to Chat. Nothing that the host does to a controller's result can change them. */
@Injectable()
export class AnswerWriter {
  constructor(
    private readonly state: RegistrationState,
    private readonly lifecycle: Lifecycle,
  ) {}

  write(request: AdapterRequest, response: AdapterResponse, { status, answer }: StatusAnswer): void {
    if (isAnswered(response)) return;
    const body = answer === ACCEPTED.answer ? ACCEPTED_BODY : JSON.stringify(answer);
    const headers: Headers = {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    };
    // Chat keeps its connections alive, which would delay the shutdown. After an abandoned body, the next request on the
    // connection would begin inside that body.
    const message = nodeRequest(request);
    const abandoned = status === 408 || status === 413;
    if (message.stream === undefined && (this.state.isClosing || abandoned)) headers.connection = 'close';
    if (response.raw === undefined) writeInOnePiece(response, status, headers, body);
    else {
      response.hijack();
      // Keeps the headers that hooks of the app have set.
      writeInOnePiece(response.raw, status, Object.assign(response.getHeaders(), headers), body);
    }
    if (abandoned && message.stream !== undefined) {
      // Over HTTP/2 the stream would stay open, because nobody reads the rest of the body.
      message.resume();
      message.stream.close();
    }
    if (this.lifecycle.isObserved('answered')) this.report(request, status, answer.ErrorCode);
  }

  private report(request: AdapterRequest, status: number, errorCode: number): void {
    const message = webhookMessage(request);
    const { [AUTHENTICATED]: url, [AUTHENTICATED_AT]: startedAt, [CALLBACK_ID]: id } = message;
    if (url === undefined || startedAt === undefined) return;
    const { command, sdkAppId, tokenLabel } = url;
    const durationMs = performance.now() - startedAt;
    const step = { command, id, sdkAppId, status, errorCode, durationMs };
    this.lifecycle.report('answered', tokenLabel === undefined ? step : { ...step, tokenLabel });
  }
}

/** Sends head and body together: `end(body)` writes an additional empty chunk and takes a slower path. */
function writeInOnePiece(response: ServerResponse, status: number, headers: Headers, body: string): void {
  response.writeHead(status, headers).write(body);
  response.socket?.uncork();
  response.end();
}
