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
import type { TencentChatConsoleExtras } from '../../tencent-chat-console.extras.js';
import { TencentChatConsoleController } from './console.controller.js';
import type { ConsoleRequest, ConsoleResponse } from './console-request.js';
import type { PagePaths } from './page-route.js';

/**
 * Makes the controller of one console. A class of its own, because Nest keeps the path, the guards and the decorators on the
 * class: written to a shared one, the last console would win.
 */
export function mountConsole(
  { path, guards, decorators }: Required<TencentChatConsoleExtras>,
  page: PagePaths,
): Type<TencentChatConsoleController> {
  @Controller({ path, version: VERSION_NEUTRAL })
  @UseGuards(...(guards === 'public' ? [] : guards))
  @applyDecorators(...decorators)
  class MountedTencentChatConsoleController extends TencentChatConsoleController {
    @Get(page.list)
    show(@Req() request: ConsoleRequest, @Res() response: ConsoleResponse): void {
      this.showPage(request, response);
    }
  }
  return MountedTencentChatConsoleController;
}
