import { HttpCode, Injectable, Post, Req, Res, UseFilters, UseGuards } from '@nestjs/common';
import { Inbox } from '../dispatch/inbox.js';
import { ACCEPTED } from '../protocol/answer.js';
import { ResolvedOptions } from '../tencent-chat-webhook.options.js';
import { AnswerWriter, type WebhookResponse } from './answer-writer.js';
import { readBody } from './read-body.js';
import { TencentChatWebhookFilter } from './tencent-chat-webhook.filter.js';
import { admittedUrl, TencentChatWebhookGuard } from './tencent-chat-webhook.guard.js';
import type { WebhookRequest } from './webhook-request.js';

/** The callback URL. Each registration mounts a subclass of its own, see `mountController`. */
@Injectable()
@UseGuards(TencentChatWebhookGuard)
@UseFilters(TencentChatWebhookFilter)
export class TencentChatWebhookController {
  constructor(
    private readonly options: ResolvedOptions,
    private readonly inbox: Inbox,
    private readonly answers: AnswerWriter,
  ) {}

  /** Answers OK once the callback is kept. An empty body is the console's attempt at the URL: nothing to keep. */
  @Post()
  @HttpCode(200)
  async receive(@Req() request: WebhookRequest, @Res() response: WebhookResponse): Promise<void> {
    const url = admittedUrl(request);
    if (url === undefined) throw new Error('TencentChatWebhookGuard has to run before the controller');
    const body = await readBody(request, this.options.bodyLimit);
    if (body !== undefined) await this.inbox.accept(url, body);
    this.answers.write(response, ACCEPTED);
  }
}
