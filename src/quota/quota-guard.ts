import { Injectable } from '@nestjs/common';
import { synchronous } from '../common/synchronous.js';
import type { GroupBeforeCreateEvent } from '../events/callback-events.js';
import { operatorOf } from './day/count-entry.js';
import { usageOf } from './day/quota-alarm.js';
import type { QuotaPerOperatorOptions, ResolvedQuotaGuard } from './quota-guard.options.js';
import { QuotaWatch } from './quota-watch.js';
import { ResolvedQuotaOptions } from './quota.options.js';

/** Rejects the creation of groups near the day's limit, and of operators over their share, if `quota.guard` is set. */
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
    const { denyFrom, code, info, operatorInfo, exempt } = guard;
    const at = (event.eventTime ?? event.receivedAt).getTime();
    if (this.isOverShare(event, at)) return event.reject({ code, info: operatorInfo });
    const alarm = await this.watch.apps?.lastAlarm(event.sdkAppId, at);
    if (alarm === undefined || usageOf(alarm) < denyFrom || isExempt(exempt, event)) return undefined;
    return event.reject({ code, info });
  }

  /** Decides from what this process knows, without asking the store. */
  private isOverShare(event: GroupBeforeCreateEvent, at: number): boolean {
    const { perOperator, exempt } = this.options.guard ?? {};
    const { apps } = this.watch;
    const day = apps?.days.find(event.sdkAppId, apps.days.dayOf(at));
    const operator = operatorOf(event.body);
    if (perOperator === undefined || day === undefined || operator === undefined) return false;
    if (perOperator.from > 0 && !((day.usage ?? 0) >= perOperator.from)) return false;
    const max = maxOf(perOperator, event);
    const created = day.counts.createdBy(operator);
    if (created < max || (exempt !== undefined && isExempt(exempt, event))) return false;
    apps?.notices.operatorLimited(event.sdkAppId, day, operator, created, max);
    return true;
  }
}

function isExempt(exempt: ResolvedQuotaGuard['exempt'], event: GroupBeforeCreateEvent): boolean {
  return synchronous('quota.guard.exempt', exempt(event));
}

/** @throws TypeError if the function of the app returns no number, which would limit nobody */
function maxOf({ max }: Required<QuotaPerOperatorOptions>, event: GroupBeforeCreateEvent): number {
  if (typeof max === 'number') return max;
  const found: unknown = synchronous('quota.guard.perOperator.max', max(event));
  if (typeof found === 'number' && !Number.isNaN(found)) return found;
  throw new TypeError('quota.guard.perOperator.max returned no number');
}

/** Looks at members, not at the class: the app may have its own class for the command. */
function isBeforeCreate(event: object): event is GroupBeforeCreateEvent {
  return 'reject' in event && typeof event.reject === 'function' && 'receivedAt' in event;
}
