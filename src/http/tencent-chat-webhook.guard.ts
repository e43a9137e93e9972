import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { authenticate, type AuthenticatedUrl } from '../protocol/authentication.js';
import { RejectedRequest } from '../protocol/rejected-request.js';
import type { AdapterRequest } from './adapter/adapter-request.js';
import { ResolvedHttpOptions } from './http.options.js';
import { TencentChatWebhookException } from './tencent-chat-webhook-exception.js';
import { AUTHENTICATED, AUTHENTICATED_AT, webhookMessage } from './webhook-request.js';

/** Returns what the guard read from the URL of a request that it let in. */
export function authenticatedUrl(request: AdapterRequest): AuthenticatedUrl | undefined {
  return webhookMessage(request)[AUTHENTICATED];
}

/**
 * Lets in the requests that Chat has signed for an app of this registration within the tolerance. Checks SdkAppid, CallbackCommand,
 * Sign and RequestTime. Decides from the URL alone, before the body is read.
 *
 * @throws TencentChatWebhookException 400, 401 or 403
 */
@Injectable()
export class TencentChatWebhookGuard implements CanActivate {
  constructor(private readonly options: ResolvedHttpOptions) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<AdapterRequest>();
    try {
      const message = webhookMessage(request);
      message[AUTHENTICATED] = authenticate(request.originalUrl, this.options, Date.now());
      message[AUTHENTICATED_AT] = performance.now();
      return true;
    } catch (error) {
      throw error instanceof RejectedRequest ? new TencentChatWebhookException(error) : error;
    }
  }
}
