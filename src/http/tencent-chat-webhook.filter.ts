import { type ArgumentsHost, Catch, type ExceptionFilter, HttpException, Injectable } from '@nestjs/common';
import { isInstance } from '../common/is-instance.js';
import { TencentChatRejectedEvent } from '../events/tencent-chat-rejected.event.js';
import { Announcements } from '../handlers/announcements.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { rejected } from '../protocol/answer.js';
import { RejectedRequest } from '../protocol/rejected-request.js';
import type { AdapterRequest } from './adapter/adapter-request.js';
import { type AdapterResponse, isAnswered } from './adapter/adapter-response.js';
import { AnswerWriter } from './answer-writer.js';
import { TencentChatWebhookException } from './tencent-chat-webhook.exception.js';
import { authenticatedUrl } from './tencent-chat-webhook.guard.js';

/**
 * Answers whatever the guards of the app or the controller threw, in Chat's shape. It is bound to the controller, so that it
 * precedes the host's own filters.
 */
@Injectable()
@Catch()
export class TencentChatWebhookFilter implements ExceptionFilter {
  constructor(
    private readonly answers: AnswerWriter,
    private readonly announcements: Announcements,
    private readonly lifecycle: Lifecycle,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<AdapterResponse>();
    if (isAnswered(response)) {
      const message = 'the app failed after the callback was answered';
      this.lifecycle.report('fault', { message, error: exception });
      return;
    }
    const rejection = this.rejectionOf(exception);
    const request = host.switchToHttp().getRequest<AdapterRequest>();
    this.answers.write(request, response, rejected(rejection));
    this.report(rejection, request);
  }

  private rejectionOf(exception: unknown): RejectedRequest {
    if (isInstance(exception, RejectedRequest)) return exception;
    if (isInstance(exception, TencentChatWebhookException)) return exception.rejection;
    if (isInstance(exception, HttpException) && exception.getStatus() >= 400) {
      return new RejectedRequest(
        'rejectedByHost',
        exception.getStatus(),
        "the app rejected the request: the option decorators can exempt this route from the app's guards",
      );
    }
    this.lifecycle.report('fault', { message: 'a callback could not be answered', error: exception });
    return new RejectedRequest('internalError', 500, 'the app failed; its log has the error');
  }

  private report({ reason, status, message, info, body }: RejectedRequest, request: AdapterRequest): void {
    const { sdkAppId, command } = authenticatedUrl(request) ?? {};
    this.lifecycle.report('rejected', {
      reason,
      status,
      message,
      ...(command !== undefined && { command }),
      ...(sdkAppId !== undefined && { sdkAppId }),
    });
    const receivedAt = Date.now();
    this.announcements.announce('tencentChat.rejected', () => {
      // A dead letter may hold the same body, which a listener must not change.
      const ownBody = body && structuredClone(body);
      const details = { reason, status, details: info, receivedAt: new Date(receivedAt) };
      return new TencentChatRejectedEvent({ ...details, sdkAppId, command, body: ownBody });
    });
  }
}
