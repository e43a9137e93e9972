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
import type { PagePaths } from './page-route.js';

/**
 * Makes the controller class of one console. Nest stores the path, the guards and the decorators on the class, so that with a shared
 * class the last console would win.
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
    show(@Req() request: AdapterRequest, @Res() response: AdapterResponse): void {
      this.showPage(request, response);
    }
  }
  return MountedTencentChatConsoleController;
}
