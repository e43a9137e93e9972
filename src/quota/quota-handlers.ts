import { Injectable, type OnModuleInit } from '@nestjs/common';
import { GroupBeforeCreateDto } from '../callbacks/families/group/group-lifecycle.js';
import { GroupQuotaAlarmDto } from '../callbacks/families/group/group-quota.js';
import { TencentChatEvent } from '../events/tencent-chat.event.js';
import { HandlerRegistry } from '../handlers/handler-registry.js';
import { QuotaGuard } from './quota-guard.js';
import { QUOTA_LEVEL_REACHED, quotaLevelReached } from './quota-level-record.js';
import { QuotaWatch } from './quota-watch.js';
import { ResolvedQuotaOptions } from './quota.options.js';

/** Registers the watch and the guard as handlers, like those of the app. */
@Injectable()
export class QuotaHandlers implements OnModuleInit {
  constructor(
    private readonly options: ResolvedQuotaOptions,
    private readonly watch: QuotaWatch,
    private readonly guard: QuotaGuard,
    private readonly registry: HandlerRegistry,
  ) {}

  onModuleInit(): void {
    // Even if the watch is off: a store may hold levels that were reached before.
    this.registry.registerDerived(QUOTA_LEVEL_REACHED, quotaLevelReached);
    if (this.options.watch !== undefined) {
      this.registry.register(GroupQuotaAlarmDto.command, {
        id: 'QuotaWatch',
        onlyReads: true,
        call: (event) =>
          event instanceof TencentChatEvent
            ? this.watch.observe(event.sdkAppId, event.body, event.receivedAt.getTime())
            : undefined,
      });
    }
    if (this.options.guard !== undefined) {
      this.registry.register(GroupBeforeCreateDto.command, {
        id: 'QuotaGuard',
        call: (event) => this.guard.decide(event),
      });
    }
  }
}
