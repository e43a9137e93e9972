import { Get, Injectable, NotFoundException, Post, Req, Res, UseFilters } from '@nestjs/common';
import type { AdapterRequest } from '../../../http/adapter/adapter-request.js';
import type { AdapterResponse } from '../../../http/adapter/adapter-response.js';
import type { ConsoleOverview } from '../../api/console-api.js';
import { DeadLetterActions } from '../dead-letters/dead-letter-actions.js';
import { DeadLetterPages } from '../dead-letters/dead-letter-pages.js';
import { OverviewReader } from '../overview/overview-reader.js';
import { PageFiles } from '../page-files/page-files.js';
import { ConsoleStreams } from '../streams/console-streams.js';
import { ResolvedConsoleOptions } from '../../options/tencent-chat-console.options.js';
import { ConsoleAnswers } from './console-answers.js';
import { ConsoleFilter } from './console.filter.js';
import { urlOf } from './console-url.js';
import { readCommand } from './read-command.js';
import { AccessCheck } from './access-check.js';

/** Serves the console. Each `forRoot` mounts its own subclass, see `mountConsole`. */
@Injectable()
@UseFilters(ConsoleFilter)
export class TencentChatConsoleController {
  constructor(
    private readonly options: ResolvedConsoleOptions,
    private readonly answers: ConsoleAnswers,
    private readonly access: AccessCheck,
    private readonly files: PageFiles,
    private readonly overview: OverviewReader,
    private readonly streams: ConsoleStreams,
    private readonly pages: DeadLetterPages,
    private readonly actions: DeadLetterActions,
  ) {}

  @Get('assets/:file')
  showAsset(@Req() request: AdapterRequest, @Res() response: AdapterResponse): void {
    const { path } = urlOf(request);
    const file = this.files.asset(path.slice(path.lastIndexOf('/') + 1));
    if (file === undefined) throw new NotFoundException('there is no such file');
    this.answers.file(request, response, file);
  }

  @Get('api/overview')
  async showOverview(@Req() request: AdapterRequest, @Res() response: AdapterResponse): Promise<void> {
    this.access.assertNoOtherSite(request);
    const overview: ConsoleOverview = {
      access: await this.access.accessOf(request),
      bodies: this.options.bodies,
      now: Date.now(),
      registrations: await this.overview.read(),
    };
    this.answers.json(request, response, overview);
  }

  /** Resolves when the stream is open rather than when it ends, so that no time limit of the host applies to it. */
  @Get('api/stream')
  async openStream(@Req() request: AdapterRequest, @Res() response: AdapterResponse): Promise<void> {
    this.access.assertNoOtherSite(request);
    this.streams.open(request, response, await this.access.accessOf(request));
  }

  @Get('api/dead-letters')
  async listDeadLetters(@Req() request: AdapterRequest, @Res() response: AdapterResponse): Promise<void> {
    this.access.assertNoOtherSite(request);
    this.answers.json(request, response, await this.pages.read(urlOf(request).query));
  }

  @Post('api/dead-letters/replay')
  replay(@Req() request: AdapterRequest, @Res() response: AdapterResponse): Promise<void> {
    return this.act('replay', request, response);
  }

  @Post('api/dead-letters/discard')
  discard(@Req() request: AdapterRequest, @Res() response: AdapterResponse): Promise<void> {
    return this.act('discard', request, response);
  }

  /** Shows the page. Its files are relative to it, so that a path without a slash at its end is redirected. */
  protected showPage(request: AdapterRequest, response: AdapterResponse): void {
    if (restOnFastify(request) !== '')
      throw new NotFoundException('there is nothing at this path of the console');
    const { path, query } = urlOf(request);
    if (path.endsWith('/')) {
      this.answers.file(request, response, this.files.page);
      return;
    }
    const search = query.size === 0 ? '' : `?${query.toString()}`;
    this.answers.redirect(request, response, `./${path.slice(path.lastIndexOf('/') + 1)}/${search}`);
  }

  private async act(
    action: 'replay' | 'discard',
    request: AdapterRequest,
    response: AdapterResponse,
  ): Promise<void> {
    await this.access.assertMayOperate(request);
    const command = await readCommand(request);
    const actor = await this.access.actorOf(request);
    this.answers.json(request, response, await this.actions.act(action, command, actor));
  }
}

/** Returns the rest of the path after the console's own. Only Fastify's wildcard route has one. */
function restOnFastify({ params }: AdapterRequest): unknown {
  return params?.['*'] ?? '';
}
