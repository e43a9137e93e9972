import { ForbiddenException, Injectable, UnsupportedMediaTypeException } from '@nestjs/common';
import { printable } from '../../../common/printable.js';
import type { ConsoleAccess } from '../../api/console-api.js';
import { ResolvedConsoleOptions } from '../../options/tencent-chat-console.options.js';
import { type AdapterRequest, nodeRequest } from '../../../http/adapter/adapter-request.js';
import { ConsoleMount } from './console-mount.js';

/** Decides who may read, replay and discard, and names the actor. */
@Injectable()
export class AccessCheck {
  constructor(
    private readonly options: ResolvedConsoleOptions,
    private readonly mount: ConsoleMount,
  ) {}

  /** Any value of the option `access` other than `'operate'` means `'read'`. */
  async accessOf(request: AdapterRequest): Promise<ConsoleAccess> {
    const { access } = this.options;
    if (access === undefined) return this.mount.access;
    return (await access(request)) === 'operate' ? 'operate' : 'read';
  }

  /** The name may come from a header, so it is cleaned and cut. */
  async actorOf(request: AdapterRequest): Promise<string | undefined> {
    const actor: unknown = await this.options.actor(request);
    return typeof actor === 'string' && actor !== '' ? printable(actor) : undefined;
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
   * Refuses requests that do not come from the console's own page. The page sends what no form can send.
   *
   * @throws ForbiddenException, UnsupportedMediaTypeException
   */
  async assertMayOperate(request: AdapterRequest): Promise<void> {
    const { headers } = nodeRequest(request);
    if (headers['sec-fetch-site'] !== 'same-origin') {
      throw new ForbiddenException(
        "only the console's own page may do this; browsers confirm that only over HTTPS or at localhost",
      );
    }
    const [type = ''] = (headers['content-type'] ?? '').split(';');
    if (type.trim().toLowerCase() !== 'application/json') {
      throw new UnsupportedMediaTypeException('send application/json');
    }
    if ((await this.accessOf(request)) !== 'operate') {
      throw new ForbiddenException('the option access allows you to read, but not to replay or discard');
    }
  }
}
