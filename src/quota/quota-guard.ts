import { Injectable } from '@nestjs/common';
import { GroupBeforeCreateDto } from '../callbacks/group/group-lifecycle.js';
import { QuotaWatch } from './quota-watch.js';
import { usageOf } from './quota-level.js';
import { ResolvedOptions } from '../tencent-chat-webhook.options.js';
import type { GroupBeforeCreateEvent } from '../events/callback-events.js';
import type { ListenerCall } from '../handlers/listener-calls.js';
import type { QuotaGuardOptions } from './quota-guard.options.js';
import type { TencentChatBeforeEvent } from '../events/tencent-chat-before.event.js';

/** Refuses the creation of groups when the day's limit is nearly used up, if the option `quota.guard` says so. */
@Injectable()
export class QuotaGuard {
  private readonly guard: Required<QuotaGuardOptions> | undefined;

  constructor(
    { quota }: ResolvedOptions,
    private readonly watch: QuotaWatch,
  ) {
    if (quota !== false) this.guard = quota.guard;
  }

  /** Whether it has a say in callbacks of this command. */
  decidesOn(command: string): boolean {
    return command === GroupBeforeCreateDto.command && this.guard !== undefined;
  }

  /** Its say in this one, beside those of the app's own handlers. */
  calls(event: TencentChatBeforeEvent): ListenerCall[] {
    return this.decidesOn(event.command) && isGroupBeforeCreate(event) ? [() => this.opinion(event)] : [];
  }

  private async opinion(event: GroupBeforeCreateEvent) {
    if (this.guard === undefined) return undefined;
    const { denyAbove, code, info, exempt } = this.guard;
    const at = event.eventTime ?? event.receivedAt;
    const alarm = await this.watch.lastAlarm(event.sdkAppId, at.getTime());
    if (alarm === undefined || usageOf(alarm) < denyAbove || exempt(event)) return undefined;
    return event.reject({ code, info });
  }
}

function isGroupBeforeCreate(event: TencentChatBeforeEvent): event is GroupBeforeCreateEvent {
  return event.body instanceof GroupBeforeCreateDto && 'reject' in event;
}
