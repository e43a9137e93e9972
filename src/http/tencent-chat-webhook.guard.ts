import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { authenticate, type AuthenticatedUrl } from '../protocol/authentication.js';
import { RejectedRequest } from '../protocol/rejected-request.js';
import { ResolvedHttpOptions } from './http.options.js';
import { TencentChatWebhookException } from './tencent-chat-webhook.exception.js';
import { AUTHENTICATED, AUTHENTICATED_AT, nodeRequest, type WebhookRequest } from './webhook-request.js';

/** What the guard read from the URL of a request that it let in. */
export function authenticatedUrl(request: WebhookRequest): AuthenticatedUrl | undefined {
  return nodeRequest(request)[AUTHENTICATED];
}

/**
 * Lets in what Chat signed, for an app of ours, within the tolerance: SdkAppid, CallbackCommand, Sign and
 * RequestTime. Decides from the URL alone, before the body is read.
 *
 * @throws TencentChatWebhookException 400, 401 or 403
 */
@Injectable()
export class TencentChatWebhookGuard implements CanActivate {
  constructor(private readonly options: ResolvedHttpOptions) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<WebhookRequest>();
    try {
      const message = nodeRequest(request);
      message[AUTHENTICATED] = authenticate(request.originalUrl, this.options, Date.now());
      message[AUTHENTICATED_AT] = performance.now();
      return true;
    } catch (error) {
      throw error instanceof RejectedRequest ? new TencentChatWebhookException(error) : error;
    }
  }
}
