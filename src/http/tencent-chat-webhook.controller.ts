import { HttpCode, Injectable, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { ACCEPTED, type StatusAnswer } from '../protocol/answer.js';
import type { AuthenticatedUrl } from '../protocol/authentication.js';
import { CallbackReceiver } from '../receiving/callback-receiver.js';
import { HttpOptions } from './http.options.js';
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
    private readonly options: HttpOptions,
    private readonly receiver: CallbackReceiver,
    private readonly answers: AnswerWriter,
    private readonly lifecycle: Lifecycle,
  ) {}

  @Post()
  @HttpCode(200)
  async receive(@Req() request: WebhookRequest, @Res() response: WebhookResponse): Promise<void> {
    const url = authenticatedUrl(request);
    if (url === undefined) throw new Error('TencentChatWebhookGuard has to run before the controller');
    const { tracing } = this.lifecycle;
    const { command, sdkAppId } = url;
    const answer =
      tracing === undefined
        ? await this.answerTo(request, url)
        : await tracing.receive({ command, sdkAppId }, (traceparent) =>
            this.answerTo(request, url, traceparent),
          );
    this.answers.write(request, response, answer);
  }

  /** An empty body is the console's attempt at the URL: nothing to receive. */
  private async answerTo(
    request: WebhookRequest,
    url: AuthenticatedUrl,
    traceparent?: string,
  ): Promise<StatusAnswer> {
    const body = await readBody(request, this.options.bodyLimit);
    if (body === undefined) return ACCEPTED;
    return this.receiver.receive(url, body, nodeRequest(request), traceparent);
  }
}
