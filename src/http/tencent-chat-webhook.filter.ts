import { type ArgumentsHost, Catch, type ExceptionFilter, Injectable } from '@nestjs/common';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import type { AdapterRequest } from './adapter/adapter-request.js';
import { type AdapterResponse, isAnswered } from './adapter/adapter-response.js';
import { AnswerWriter } from './answer-writer.js';
import { Rejections } from './rejections.js';

/**
 * Answers errors of the app's guards and interceptors in Chat's shape. It is bound to the controller, so that it precedes the
 * host's own filters.
 */
@Injectable()
@Catch()
export class TencentChatWebhookFilter implements ExceptionFilter {
  constructor(
    private readonly answers: AnswerWriter,
    private readonly rejections: Rejections,
    private readonly lifecycle: Lifecycle,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<AdapterResponse>();
    if (isAnswered(response)) {
      const message = 'the app failed after the callback was answered';
      this.lifecycle.report('fault', { message, error: exception });
      return;
    }
    const request = host.switchToHttp().getRequest<AdapterRequest>();
    this.answers.write(request, response, this.rejections.answerTo(exception, request));
  }
}
