import {
  type ArgumentsHost,
  Catch,
  type ExceptionFilter,
  HttpException,
  Injectable,
  Logger,
} from '@nestjs/common';
import { Dispatcher } from '../dispatch/dispatcher.js';
import { TencentChatRejectedEvent } from '../dispatch/tencent-chat-rejected.event.js';
import { refused } from '../protocol/answer.js';
import { Refusal } from '../protocol/refusal.js';
import { stackOf } from '../stack-of.js';
import { AnswerWriter, isAnswered, type WebhookResponse } from './answer-writer.js';
import { RefusalLog } from './refusal-log.js';
import { TencentChatWebhookException } from './tencent-chat-webhook.exception.js';
import { admittedUrl } from './tencent-chat-webhook.guard.js';
import type { WebhookRequest } from './webhook-request.js';

/**
 * Answers whatever was thrown on the way to the controller, or in it, in Chat's shape. Bound to the controller, it
 * comes before the host's own filters.
 */
@Injectable()
@Catch()
export class TencentChatWebhookFilter implements ExceptionFilter {
  private readonly logger = new Logger('TencentChatWebhook');
  private readonly log = new RefusalLog();

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
    const refusal = this.refusalOf(exception);
    this.answers.write(response, refused(refusal));
    this.log.write(refusal, Date.now());
    this.announce(refusal, host.switchToHttp().getRequest<WebhookRequest>());
  }

  private refusalOf(exception: unknown): Refusal {
    if (exception instanceof Refusal) return exception;
    if (exception instanceof TencentChatWebhookException) return exception.refusal;
    if (exception instanceof HttpException && exception.getStatus() >= 400) {
      return new Refusal(
        'refusedByHost',
        exception.getStatus(),
        "the app refused the request: the option decorators can exempt this route from the app's guards",
      );
    }
    this.logger.error('a callback could not be answered', stackOf(exception));
    return new Refusal('internalError', 500, 'the app failed, its log says how');
  }

  private announce({ reason, status, info, body }: Refusal, request: WebhookRequest): void {
    const { sdkAppId, command } = admittedUrl(request) ?? {};
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
