import {
  applyDecorators,
  Controller,
  Get,
  Req,
  Res,
  type Type,
  UseGuards,
  VERSION_NEUTRAL,
} from '@nestjs/common';
import type { TencentChatConsoleExtras } from '../../options/tencent-chat-console.extras.js';
import { TencentChatConsoleController } from './console.controller.js';
import type { AdapterRequest } from '../../../http/adapter/adapter-request.js';
import type { AdapterResponse } from '../../../http/adapter/adapter-response.js';
import type { ConsoleMount } from './console-mount.js';

/**
 * Makes the controller class of one console. Nest stores the path, the guards and the decorators on the class, so that with a shared
 * class the last console would win.
 */
export function mountConsole(
  { guards, decorators }: Required<TencentChatConsoleExtras>,
  { path, pagePaths }: ConsoleMount,
): Type<TencentChatConsoleController> {
  @Controller({ path, version: VERSION_NEUTRAL })
  @UseGuards(...(guards === 'public' ? [] : guards))
  @applyDecorators(...decorators)
  class MountedTencentChatConsoleController extends TencentChatConsoleController {
    @Get(pagePaths)
    show(@Req() request: AdapterRequest, @Res() response: AdapterResponse): void {
      this.showPage(request, response);
    }
  }
  return MountedTencentChatConsoleController;
}
