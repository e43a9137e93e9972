import { HttpException } from '@nestjs/common';
import { rejected } from '../protocol/answer.js';
import type { RejectedRequest } from '../protocol/rejected-request.js';

/** A rejected request as a Nest exception. Its response has Chat's shape even if the host's own filter writes it. */
export class TencentChatWebhookException extends HttpException {
  constructor(readonly rejection: RejectedRequest) {
    super(rejected(rejection).answer, rejection.status, { cause: rejection });
    this.message = rejection.message;
  }
}
