import {
  applyDecorators,
  Controller,
  HttpCode,
  Post,
  Req,
  Res,
  type Type,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import type { Awaitable } from '../common/awaitable.js';
import type { AdapterRequest } from './adapter/adapter-request.js';
import type { AdapterResponse } from './adapter/adapter-response.js';
import { TencentChatWebhookController } from './tencent-chat-webhook.controller.js';

/** Metadata key of the controller that a method belongs to. Nest gives the adapter a function with the method's metadata. */
const CONTROLLER = 'TencentChatWebhookController';

/** Metadata of Nest that would run guards and the like twice if the method had it as well as the class. */
const ENHANCERS = new Set<unknown>(['__guards__', '__interceptors__', '__pipes__', '__exceptionFilters__']);

/**
 * Makes the controller class of one registration. Nest stores the path and the decorators on the class, so that with a shared class
 * the last registration would win. Metadata that the decorators set is on the method too, where some guards look for it.
 */
export function mountController(
  path: string,
  decorators: readonly ClassDecorator[],
): Type<TencentChatWebhookController> {
  class MountedTencentChatWebhookController extends TencentChatWebhookController {
    @Post()
    @HttpCode(200)
    override receive(@Req() request: AdapterRequest, @Res() response: AdapterResponse): Awaitable<void> {
      return super.receive(request, response);
    }
  }
  const mounted = MountedTencentChatWebhookController;
  const method: object = Reflect.get(mounted.prototype, 'receive');
  applyDecorators(...decorators)(mounted);
  for (const key of Reflect.getOwnMetadataKeys(mounted)) {
    if (!ENHANCERS.has(key)) Reflect.defineMetadata(key, Reflect.getOwnMetadata(key, mounted), method);
  }
  Reflect.defineMetadata(CONTROLLER, mounted, method);
  Controller({ path, version: VERSION_NEUTRAL })(mounted);
  return mounted;
}

/** Whether a route of Nest leads to a controller. */
export function leadsTo(controller: Type, handler: object): boolean {
  return Reflect.getMetadata(CONTROLLER, handler) === controller;
}
