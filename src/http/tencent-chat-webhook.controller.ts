import { HttpCode, Injectable, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { CallbackReceiver } from '../receiving/callback-receiver.js';
import { ACCEPTED } from '../protocol/answer.js';
import { HttpOptions } from './http.options.js';
import { AnswerWriter, type WebhookResponse } from './answer-writer.js';
import { readBody } from './read-body.js';
import { TencentChatWebhookFilter } from './tencent-chat-webhook.filter.js';
import { authenticatedUrl, TencentChatWebhookGuard } from './tencent-chat-webhook.guard.js';
import type { WebhookRequest } from './webhook-request.js';

/** The callback URL. Each registration mounts a subclass of its own, see `mountController`. */
@Injectable()
@UseGuards(TencentChatWebhookGuard)
@UseFilters(TencentChatWebhookFilter)
export class TencentChatWebhookController {
  constructor(
    private readonly options: HttpOptions,
    private readonly reception: CallbackReceiver,
    private readonly answers: AnswerWriter,
  ) {}

  /** An empty body is the console's attempt at the URL: nothing to receive. */
  @Post()
  @HttpCode(200)
  async receive(@Req() request: WebhookRequest, @Res() response: WebhookResponse): Promise<void> {
    const url = authenticatedUrl(request);
    if (url === undefined) throw new Error('TencentChatWebhookGuard has to run before the controller');
    const body = await readBody(request, this.options.bodyLimit);
    const answer = body === undefined ? ACCEPTED : await this.reception.receive(url, body);
    this.answers.write(request, response, answer);
  }
}
