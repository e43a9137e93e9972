import { HttpException } from '@nestjs/common';
import { refused } from '../protocol/answer.js';
import type { Refusal } from '../protocol/refusal.js';

/** A refusal as Nest knows it; its response is in Chat's shape even where the host's own filter writes it. */
export class TencentChatWebhookException extends HttpException {
  constructor(readonly refusal: Refusal) {
    super(refused(refusal).answer, refusal.status, { cause: refusal });
    this.message = refusal.message;
  }
}
