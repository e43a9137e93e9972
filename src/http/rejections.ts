import { Injectable } from '@nestjs/common';
import { isInstance } from '../common/is-instance.js';
import { TencentChatRejectedEvent } from '../events/tencent-chat-rejected.event.js';
import { Announcements } from '../handlers/calls/announcements.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { rejected, type StatusAnswer } from '../protocol/answer.js';
import { RejectedRequest } from '../protocol/rejected-request.js';
import type { AdapterRequest } from './adapter/adapter-request.js';
import { refusalStatus } from './adapter/refusal-status.js';
import { HostGuards } from './host-guards.js';
import { TencentChatWebhookException } from './tencent-chat-webhook-exception.js';
import { authenticatedUrl } from './tencent-chat-webhook.guard.js';

/** Turns an error that was thrown while a request was received into Chat's answer, and reports it. */
@Injectable()
export class Rejections {
  constructor(
    private readonly guards: HostGuards,
    private readonly announcements: Announcements,
    private readonly lifecycle: Lifecycle,
  ) {}

  answerTo(exception: unknown, request: AdapterRequest): StatusAnswer {
    const rejection = this.rejectionOf(exception, request);
    this.report(rejection, request);
    return rejected(rejection);
  }

  private rejectionOf(exception: unknown, request: AdapterRequest): RejectedRequest {
    if (isInstance(exception, RejectedRequest)) return exception;
    if (isInstance(exception, TencentChatWebhookException)) return exception.rejection;
    const status = refusalStatus(exception);
    if (status !== undefined) {
      return new RejectedRequest('rejectedByHost', status, this.culpritOf(exception, request));
    }
    this.lifecycle.report('fault', { message: 'a callback could not be answered', error: exception });
    return new RejectedRequest('internalError', 500, 'the app failed; its log has the error');
  }

  /** Guards of the whole app run before the webhook's guard, and interceptors after it. */
  private culpritOf(exception: unknown, request: AdapterRequest): string {
    return authenticatedUrl(request) === undefined
      ? `${this.guards.culpritOf(exception)} rejected the request: the option decorators can exempt this route`
      : 'an interceptor, or a guard among the decorators, rejected the request after the webhook had authenticated it';
  }

  private report({ reason, status, message, info, body }: RejectedRequest, request: AdapterRequest): void {
    const { sdkAppId, command, tokenLabel } = authenticatedUrl(request) ?? {};
    this.lifecycle.report('rejected', {
      reason,
      status,
      message,
      ...(command !== undefined && { command }),
      ...(sdkAppId !== undefined && { sdkAppId }),
      ...(tokenLabel !== undefined && { tokenLabel }),
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
