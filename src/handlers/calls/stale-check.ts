import { synchronous } from '../../common/synchronous.js';
import type { StaleAction, StaleOptions } from '../../events/decorator/handler-limits.js';
import type { NewestDone } from './newest-done.js';

/** Checks whether an event is older than one that its handler has handled. */
export class StaleCheck {
  readonly action: StaleAction;
  readonly key: string;
  /** `undefined` if the body does not say when it happened. Such an event is never stale. */
  readonly order: number | undefined;

  /** @throws TypeError if `key` or `order` returns something else, and what they throw */
  constructor(
    options: StaleOptions<object>,
    body: object,
    private readonly handler: string,
    private readonly newest: NewestDone,
  ) {
    this.action = options.action;
    this.key = synchronous(`onStale.key of ${handler}`, options.key(body));
    this.order = synchronous(`onStale.order of ${handler}`, options.order(body));
    if (typeof this.key !== 'string') throw new TypeError(`onStale.key of ${handler} returned no string`);
    if (this.order === undefined || Number.isFinite(this.order)) return;
    throw new TypeError(`onStale.order of ${handler} returned no number`);
  }

  async isStale(): Promise<boolean> {
    return this.order !== undefined && (await this.newest.isNewerThan(this.order, this.handler, this.key));
  }

  async done(): Promise<void> {
    if (this.order !== undefined) await this.newest.note(this.order, this.handler, this.key);
  }
}
