import { Injectable, UseFilters, UseGuards } from '@nestjs/common';
import type { Awaitable } from '../common/awaitable.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { ACCEPTED, type StatusAnswer } from '../protocol/answer.js';
import type { AuthenticatedUrl } from '../protocol/authentication.js';
import type { UnusableJson } from '../protocol/json-body.js';
import { Receiver } from '../protocol/receiver.js';
import type { AdapterRequest } from './adapter/adapter-request.js';
import type { AdapterResponse } from './adapter/adapter-response.js';
import { AnswerWriter } from './answer-writer.js';
import { BodyReader } from './body-reader.js';
import { Rejections } from './rejections.js';
import { TencentChatWebhookFilter } from './tencent-chat-webhook.filter.js';
import { authenticatedUrl, TencentChatWebhookGuard } from './tencent-chat-webhook.guard.js';
import { ANSWER, webhookMessage } from './webhook-request.js';

/** Serves the callback URL. Each registration mounts its own subclass, see `mountController`. */
@Injectable()
@UseGuards(TencentChatWebhookGuard)
@UseFilters(TencentChatWebhookFilter)
export class TencentChatWebhookController {
  constructor(
    private readonly bodies: BodyReader,
    private readonly receiver: Receiver,
    private readonly answers: AnswerWriter,
    private readonly rejections: Rejections,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** Answers rejected requests itself, so that no interceptor retries or replaces their errors. */
  receive(request: AdapterRequest, response: AdapterResponse): Awaitable<void> {
    const message = webhookMessage(request);
    // An interceptor may call this several times for one request.
    const answer = (message[ANSWER] ??= this.answerTo(request));
    return answer instanceof Promise
      ? answer.then((later) => this.answers.write(request, response, later))
      : this.answers.write(request, response, answer);
  }

  private answerTo(request: AdapterRequest): Awaitable<StatusAnswer> {
    const rejected = (error: unknown): StatusAnswer => this.rejections.answerTo(error, request);
    try {
      const answer = this.traced(request);
      return answer instanceof Promise ? answer.catch(rejected) : answer;
    } catch (error) {
      return rejected(error);
    }
  }

  private traced(request: AdapterRequest): Awaitable<StatusAnswer> {
    const url = authenticatedUrl(request);
    if (url === undefined) throw new Error('TencentChatWebhookGuard has to run before the controller');
    const { tracing } = this.lifecycle;
    if (tracing === undefined) return this.received(request, url);
    const { command, sdkAppId } = url;
    return tracing.receive({ command, sdkAppId }, async (traceparent) =>
      this.received(request, url, traceparent),
    );
  }

  private received(
    request: AdapterRequest,
    url: AuthenticatedUrl,
    traceparent?: string,
  ): Awaitable<StatusAnswer> {
    const receive = (body: object | UnusableJson | undefined): Awaitable<StatusAnswer> =>
      // Chat's console tests the URL with an empty body.
      body === undefined ? ACCEPTED : this.receiver.receive(url, body, webhookMessage(request), traceparent);
    const body = this.bodies.read(request);
    return body instanceof Promise ? body.then(receive) : receive(body);
  }
}
