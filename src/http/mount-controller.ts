import { applyDecorators, Controller, type Type, VERSION_NEUTRAL } from '@nestjs/common';
import { TencentChatWebhookController } from './tencent-chat-webhook.controller.js';

/**
 * Makes the controller class of one registration. Nest stores the path and the decorators on the class, so that with a shared class
 * the last registration would win.
 */
export function mountController(
  path: string,
  decorators: readonly ClassDecorator[],
): Type<TencentChatWebhookController> {
  @Controller({ path, version: VERSION_NEUTRAL })
  @applyDecorators(...decorators)
  class MountedTencentChatWebhookController extends TencentChatWebhookController {}
  return MountedTencentChatWebhookController;
}
