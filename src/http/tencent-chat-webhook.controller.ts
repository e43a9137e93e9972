import { HttpCode, Injectable, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import type { Awaitable } from '../common/awaitable.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { ACCEPTED, type StatusAnswer } from '../protocol/answer.js';
import type { AuthenticatedUrl } from '../protocol/authentication.js';
import { CallbackReceiver } from '../receiving/callback-receiver.js';
import { ResolvedHttpOptions } from './http.options.js';
import { AnswerWriter, type WebhookResponse } from './answer-writer.js';
import { readBody } from './read-body.js';
import { TencentChatWebhookFilter } from './tencent-chat-webhook.filter.js';
import { authenticatedUrl, TencentChatWebhookGuard } from './tencent-chat-webhook.guard.js';
import { nodeRequest, type WebhookRequest } from './webhook-request.js';

/** The callback URL. Each registration mounts a subclass of its own, see `mountController`. */
@Injectable()
@UseGuards(TencentChatWebhookGuard)
@UseFilters(TencentChatWebhookFilter)
export class TencentChatWebhookController {
  constructor(
    private readonly options: ResolvedHttpOptions,
    private readonly receiver: CallbackReceiver,
    private readonly answers: AnswerWriter,
    private readonly lifecycle: Lifecycle,
  ) {}

  @Post()
  @HttpCode(200)
  receive(@Req() request: WebhookRequest, @Res() response: WebhookResponse): Awaitable<void> {
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
    request: WebhookRequest,
    url: AuthenticatedUrl,
    traceparent?: string,
  ): Awaitable<StatusAnswer> {
    const body = readBody(request, this.options.bodyLimit);
    return body instanceof Promise
      ? body.then((later) => this.answerToBody(later, request, url, traceparent))
      : this.answerToBody(body, request, url, traceparent);
  }

  /** An empty body is the console's attempt at the URL: nothing to receive. */
  private answerToBody(
    body: object | undefined,
    request: WebhookRequest,
    url: AuthenticatedUrl,
    traceparent?: string,
  ): Awaitable<StatusAnswer> {
    if (body === undefined) return ACCEPTED;
    return this.receiver.receive(url, body, nodeRequest(request), traceparent);
  }
}
