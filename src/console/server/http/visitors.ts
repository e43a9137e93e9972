import { ForbiddenException, Injectable, UnsupportedMediaTypeException } from '@nestjs/common';
import type { ConsoleAccess } from '../../console-api.js';
import { ResolvedConsoleOptions } from '../../tencent-chat-console.options.js';
import { type ConsoleRequest, nodeRequest } from './console-request.js';

/** What somebody may do whom the guards have let in, where the app does not say. */
export abstract class DefaultAccess {
  abstract readonly access: ConsoleAccess;
}

/** Who asks, and what that one may do. */
@Injectable()
export class Visitors {
  constructor(
    private readonly options: ResolvedConsoleOptions,
    private readonly usual: DefaultAccess,
  ) {}

  /** Whatever is not `'operate'` is `'read'`. */
  async accessOf(request: ConsoleRequest): Promise<ConsoleAccess> {
    const { access } = this.options;
    if (access === undefined) return this.usual.access;
    return (await access(request)) === 'operate' ? 'operate' : 'read';
  }

  async actorOf(request: ConsoleRequest): Promise<string | undefined> {
    const actor: unknown = await this.options.actor(request);
    return typeof actor === 'string' && actor !== '' ? actor : undefined;
  }

  /**
   * Pages of others do not read, even where the host answers to all origins.
   *
   * @throws ForbiddenException
   */
  assertNoOtherSite(request: ConsoleRequest): void {
    const site = nodeRequest(request).headers['sec-fetch-site'];
    if (site === undefined || site === 'same-origin' || site === 'none') return;
    throw new ForbiddenException('pages of other origins may not use the console');
  }

  /**
   * Only the console's own page writes, with what no form can send.
   *
   * @throws ForbiddenException, UnsupportedMediaTypeException
   */
  async assertMayOperate(request: ConsoleRequest): Promise<void> {
    const { headers } = nodeRequest(request);
    if (headers['sec-fetch-site'] !== 'same-origin') {
      throw new ForbiddenException(
        "only the console's own page may do this, and browsers say that it is only over HTTPS or at localhost",
      );
    }
    const [type = ''] = (headers['content-type'] ?? '').split(';');
    if (type.trim().toLowerCase() !== 'application/json') {
      throw new UnsupportedMediaTypeException('send application/json');
    }
    if ((await this.accessOf(request)) !== 'operate') {
      throw new ForbiddenException('you may look, and not replay or discard: the option access says so');
    }
  }
}
