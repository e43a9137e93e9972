import { ForbiddenException, Injectable, UnsupportedMediaTypeException } from '@nestjs/common';
import type { ConsoleAccess } from '../../console-api.js';
import { ResolvedConsoleOptions } from '../../tencent-chat-console.options.js';
import { type AdapterRequest, nodeRequest } from '../../../http/adapter/adapter-request.js';

/** What a visitor may do if the option `access` is not given. */
export abstract class DefaultAccess {
  abstract readonly access: ConsoleAccess;
}

/** Identifies visitors and checks what they may do. */
@Injectable()
export class Visitors {
  constructor(
    private readonly options: ResolvedConsoleOptions,
    private readonly fallback: DefaultAccess,
  ) {}

  /** Any value of the option `access` other than `'operate'` means `'read'`. */
  async accessOf(request: AdapterRequest): Promise<ConsoleAccess> {
    const { access } = this.options;
    if (access === undefined) return this.fallback.access;
    return (await access(request)) === 'operate' ? 'operate' : 'read';
  }

  async actorOf(request: AdapterRequest): Promise<string | undefined> {
    const actor: unknown = await this.options.actor(request);
    return typeof actor === 'string' && actor !== '' ? actor : undefined;
  }

  /**
   * Refuses pages of other origins, even if the host allows all origins.
   *
   * @throws ForbiddenException
   */
  assertNoOtherSite(request: AdapterRequest): void {
    const site = nodeRequest(request).headers['sec-fetch-site'];
    if (site === undefined || site === 'same-origin' || site === 'none') return;
    throw new ForbiddenException('pages of other origins may not use the console');
  }

  /**
   * Refuses everything but the console's own page, which sends what no form can send.
   *
   * @throws ForbiddenException, UnsupportedMediaTypeException
   */
  async assertMayOperate(request: AdapterRequest): Promise<void> {
    const { headers } = nodeRequest(request);
    if (headers['sec-fetch-site'] !== 'same-origin') {
      throw new ForbiddenException(
        "only the console's own page may do this, which browsers confirm only over HTTPS or at localhost",
      );
    }
    const [type = ''] = (headers['content-type'] ?? '').split(';');
    if (type.trim().toLowerCase() !== 'application/json') {
      throw new UnsupportedMediaTypeException('send application/json');
    }
    if ((await this.accessOf(request)) !== 'operate') {
      throw new ForbiddenException('the option access lets you read, but not replay or discard');
    }
  }
}
