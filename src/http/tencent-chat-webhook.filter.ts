import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Injectable,
  Logger,
} from '@nestjs/common';
import { Dispatcher } from '../handlers/dispatcher.js';
import { TencentChatRejectedEvent } from '../events/tencent-chat-rejected.event.js';
import { rejected } from '../protocol/answer.js';
import { RejectedRequest } from '../protocol/rejected-request.js';
import { stackOf } from '../lifecycle/stack-of.js';
import { AnswerWriter, isAnswered, type WebhookResponse } from './answer-writer.js';
import { RejectionLog } from './rejection-log.js';
import { TencentChatWebhookException } from './tencent-chat-webhook.exception.js';
import { authenticatedUrl } from './tencent-chat-webhook.guard.js';
import type { WebhookRequest } from './webhook-request.js';

/**
 * Answers whatever was thrown on the way to the controller, or in it, in Chat's shape. Bound to the controller, it
 * comes before the host's own filters.
 */
@Injectable()
@Catch()
export class TencentChatWebhookFilter implements ExceptionFilter {
  private readonly logger = new Logger('TencentChatWebhook');
  private readonly log = new RejectionLog();

  constructor(
    private readonly answers: AnswerWriter,
    private readonly dispatcher: Dispatcher,
  ) {}

  catch(exception: unknown, host: ArgumentsHost): void {
    const response = host.switchToHttp().getResponse<WebhookResponse>();
    if (isAnswered(response)) {
      this.logger.error('the app failed after the callback was answered', stackOf(exception));
      return;
    }
    const rejection = this.rejectionOf(exception);
    this.answers.write(response, rejected(rejection));
    this.log.write(rejection, Date.now());
    this.announce(rejection, host.switchToHttp().getRequest<WebhookRequest>());
  }

  private rejectionOf(exception: unknown): RejectedRequest {
    if (exception instanceof RejectedRequest) return exception;
    if (exception instanceof TencentChatWebhookException) return exception.rejection;
    if (exception instanceof HttpException && exception.getStatus() >= 400) {
      return new RejectedRequest(
        'refusedByHost',
        exception.getStatus(),
        "the app refused the request: the option decorators can exempt this route from the app's guards",
      );
    }
    this.logger.error('a callback could not be answered', stackOf(exception));
    return new RejectedRequest('internalError', 500, 'the app failed, its log says how');
  }

  private announce({ reason, status, info, body }: RejectedRequest, request: WebhookRequest): void {
    const { sdkAppId, command } = authenticatedUrl(request) ?? {};
    this.dispatcher.announce(
      new TencentChatRejectedEvent({
        reason,
        status,
        details: info,
        receivedAt: new Date(),
        sdkAppId,
        command,
        body,
      }),
    );
  }
}
