import { Injectable } from '@nestjs/common';
import type { GroupBeforeCreateEvent } from '../events/callback-events.js';
import { QuotaWatch } from './quota-watch.js';
import { usageOf } from './quota-level.js';
import { ResolvedQuotaOptions } from './quota.options.js';

/** Refuses the creation of groups when the day's limit is nearly used up, if the option `quota.guard` says so. */
@Injectable()
export class QuotaGuard {
  constructor(
    private readonly options: ResolvedQuotaOptions,
    private readonly watch: QuotaWatch,
  ) {}

  /** The opinion on one creation: a rejection, or none. */
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

/** The app may have a class of its own for the command: all that counts is that it can be rejected. */
function isBeforeCreate(event: object): event is GroupBeforeCreateEvent {
  return 'reject' in event && typeof event.reject === 'function' && 'receivedAt' in event;
}
