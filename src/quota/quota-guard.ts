import { Injectable } from '@nestjs/common';
import type { GroupBeforeCreateEvent } from '../events/callback-events.js';
import { usageOf } from './quota-alarm.js';
import { QuotaWatch } from './quota-watch.js';
import { ResolvedQuotaOptions } from './quota.options.js';

/** Rejects the creation of groups when the day's limit is nearly used up, if the option `quota.guard` is set. */
@Injectable()
export class QuotaGuard {
  constructor(
    private readonly options: ResolvedQuotaOptions,
    private readonly watch: QuotaWatch,
  ) {}

  /** Returns a rejection of one creation, or `undefined` if the guard does not object. */
  async decide(event: object): Promise<unknown> {
    const { guard } = this.options;
    if (guard === undefined || !isBeforeCreate(event)) return undefined;
    const { denyFrom, code, info, exempt } = guard;
    const at = event.eventTime ?? event.receivedAt;
    const alarm = await this.watch.lastAlarm(event.sdkAppId, at.getTime());
    if (alarm === undefined || usageOf(alarm) < denyFrom || exempt(event)) return undefined;
    return event.reject({ code, info });
  }
}

/** Looks at members, not at the class: the app may have its own class for the command. */
function isBeforeCreate(event: object): event is GroupBeforeCreateEvent {
  return 'reject' in event && typeof event.reject === 'function' && 'receivedAt' in event;
}
