import { Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { admit, type AdmittedUrl } from '../protocol/admission.js';
import { Refusal } from '../protocol/refusal.js';
import { ResolvedOptions } from '../tencent-chat-webhook.options.js';
import { TencentChatWebhookException } from './tencent-chat-webhook.exception.js';
import { ADMITTED, nodeRequest, type WebhookRequest } from './webhook-request.js';

/** What the guard read from the URL of a request that it let in. */
export function admittedUrl(request: WebhookRequest): AdmittedUrl | undefined {
  return nodeRequest(request)[ADMITTED];
}

/**
 * Lets in what Chat signed, for an app of ours, within the tolerance: SdkAppid, CallbackCommand, Sign and
 * RequestTime. Decides from the URL alone, before the body is read.
 *
 * @throws TencentChatWebhookException 400, 401 or 403
 */
@Injectable()
export class TencentChatWebhookGuard implements CanActivate {
  constructor(private readonly options: ResolvedOptions) {}

  canActivate(context: ExecutionContext): boolean {
    const request = context.switchToHttp().getRequest<WebhookRequest>();
    try {
      nodeRequest(request)[ADMITTED] = admit(request.originalUrl, this.options, Date.now());
      return true;
    } catch (error) {
      throw error instanceof Refusal ? new TencentChatWebhookException(error) : error;
    }
  }
}
