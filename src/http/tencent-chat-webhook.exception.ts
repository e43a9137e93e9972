import { HttpException } from '@nestjs/common';
import { rejected } from '../protocol/answer.js';
import type { RejectedRequest } from '../protocol/rejected-request.js';

/** A rejected request as Nest knows it; its response is in Chat's shape even where the host's own filter writes it. */
export class TencentChatWebhookException extends HttpException {
  constructor(readonly rejection: RejectedRequest) {
    super(rejected(rejection).answer, rejection.status, { cause: rejection });
    this.message = rejection.message;
  }
}
