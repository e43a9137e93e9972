import type { ServerResponse } from 'node:http';
import { Injectable } from '@nestjs/common';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { AfterCallbacks } from '../receiving/after-callbacks.js';
import { ACCEPTED, type StatusAnswer } from '../protocol/answer.js';
import { CALLBACK_ID } from '../receiving/callback-id.js';
import { AUTHENTICATED, AUTHENTICATED_AT, nodeRequest, type WebhookRequest } from './webhook-request.js';

type Headers = Record<string, string | number | string[] | undefined>;

interface FastifyReply {
  raw: ServerResponse;
  getHeaders(): Headers;
  hijack(): void;
}

/** The members of an adapter's response that the module uses: Express hands out Node's own. */
export type WebhookResponse = (ServerResponse & { raw?: undefined }) | FastifyReply;

/** What nearly every callback is answered with. */
const ACCEPTED_BODY = JSON.stringify(ACCEPTED.answer);

export function isAnswered(response: WebhookResponse): boolean {
  return (response.raw ?? response).headersSent;
}

/** In one piece: by `end(body)` Node would write an empty chunk along, and take a slower way for two pieces. */
function writeAtOnce(response: ServerResponse, status: number, headers: Headers, body: string): void {
  response.writeHead(status, headers).write(body);
  response.socket?.uncork();
  response.end();
}

/** Writes answers past everything that the host may do to what controllers return. */
@Injectable()
export class AnswerWriter {
  constructor(
    private readonly after: AfterCallbacks,
    private readonly lifecycle: Lifecycle,
  ) {}

  write(request: WebhookRequest, response: WebhookResponse, { status, answer }: StatusAnswer): void {
    // By an interceptor of the host with a time limit, for one.
    if (isAnswered(response)) return;
    const body = answer === ACCEPTED.answer ? ACCEPTED_BODY : JSON.stringify(answer);
    const headers: Headers = {
      'content-type': 'application/json; charset=utf-8',
      'content-length': Buffer.byteLength(body),
    };
    // Chat keeps its connections; one that is left open would hold up the shutdown.
    // The rest of a body that is given up would be taken for the next request.
    if (this.after.closing || status === 408 || status === 413) headers.connection = 'close';
    if (response.raw === undefined) writeAtOnce(response, status, headers, body);
    else {
      response.hijack();
      // What hooks of the app have set goes out as well.
      writeAtOnce(response.raw, status, Object.assign(response.getHeaders(), headers), body);
    }
    if (this.lifecycle.isObserved('answered')) this.report(request, status, answer.ErrorCode);
  }

  private report(request: WebhookRequest, status: number, errorCode: number): void {
    const { [AUTHENTICATED]: url, [AUTHENTICATED_AT]: begun, [CALLBACK_ID]: id } = nodeRequest(request);
    if (url === undefined || begun === undefined) return;
    const { command, sdkAppId } = url;
    const durationMs = performance.now() - begun;
    this.lifecycle.report('answered', { command, id, sdkAppId, status, errorCode, durationMs });
  }
}
