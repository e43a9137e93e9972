import { HttpCode, Injectable, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import type { Awaitable } from '../common/awaitable.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { ACCEPTED, type StatusAnswer } from '../protocol/answer.js';
import type { AuthenticatedUrl } from '../protocol/authentication.js';
import { Receiver } from '../protocol/receiver.js';
import type { AdapterRequest } from './adapter/adapter-request.js';
import type { AdapterResponse } from './adapter/adapter-response.js';
import { AnswerWriter } from './answer-writer.js';
import { ResolvedHttpOptions } from './http.options.js';
import { readBody } from './read-body.js';
import { TencentChatWebhookFilter } from './tencent-chat-webhook.filter.js';
import { authenticatedUrl, TencentChatWebhookGuard } from './tencent-chat-webhook.guard.js';
import { webhookMessage } from './webhook-request.js';

/** Serves the callback URL. Each registration mounts its own subclass, see `mountController`. */
@Injectable()
@UseGuards(TencentChatWebhookGuard)
@UseFilters(TencentChatWebhookFilter)
export class TencentChatWebhookController {
  constructor(
    private readonly options: ResolvedHttpOptions,
    private readonly receiver: Receiver,
    private readonly answers: AnswerWriter,
    private readonly lifecycle: Lifecycle,
  ) {}

  @Post()
  @HttpCode(200)
  receive(@Req() request: AdapterRequest, @Res() response: AdapterResponse): Awaitable<void> {
    const url = authenticatedUrl(request);
    if (url === undefined) throw new Error('TencentChatWebhookGuard has to run before the controller');
    const { tracing } = this.lifecycle;
    const { command, sdkAppId } = url;
    const answer =
      tracing === undefined
        ? this.answerTo(request, url)
        : tracing.receive({ command, sdkAppId }, async (traceparent) =>
            this.answerTo(request, url, traceparent),
          );
    return answer instanceof Promise
      ? answer.then((later) => this.answers.write(request, response, later))
      : this.answers.write(request, response, answer);
  }

  private answerTo(
    request: AdapterRequest,
    url: AuthenticatedUrl,
    traceparent?: string,
  ): Awaitable<StatusAnswer> {
    const receive = (body: object | undefined): Awaitable<StatusAnswer> =>
      // An empty body is the console's test of the URL.
      body === undefined ? ACCEPTED : this.receiver.receive(url, body, webhookMessage(request), traceparent);
    const body = readBody(request, this.options.bodyLimit);
    return body instanceof Promise ? body.then(receive) : receive(body);
  }
}
