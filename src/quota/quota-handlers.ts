import { Injectable, type OnModuleInit } from '@nestjs/common';
import {
  GroupBeforeCreateDto,
  GroupCreatedDto,
  GroupDestroyedDto,
} from '../callbacks/families/group/group-lifecycle.js';
import { LiveRoomThresholdReachedDto } from '../callbacks/families/index.js';
import { GroupQuotaAlarmDto } from '../callbacks/families/group/group-quota.js';
import { TencentChatEvent } from '../events/tencent-chat.event.js';
import { HandlerRegistry } from '../handlers/discovery/handler-registry.js';
import { QUOTA_EVENTS } from './derived-records.js';
import { QuotaGuard } from './quota-guard.js';
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
    // Even if the watch is off: a store may hold events from a time when it was on.
    for (const [name, create] of Object.entries(QUOTA_EVENTS)) this.registry.registerDerived(name, create);
    const { watch, guard } = this.options;
    const { apps } = this.watch;
    if (apps !== undefined) {
      this.watchCallbacks(GroupQuotaAlarmDto.command, ({ sdkAppId, body, receivedAt }) =>
        apps.observe(sdkAppId, body, receivedAt.getTime()),
      );
      this.watchCallbacks(LiveRoomThresholdReachedDto.command, (event) => apps.rooms.observe(event));
      if (watch?.count !== undefined) {
        this.watchCallbacks(GroupCreatedDto.command, (event) => apps.count(event, true));
        this.watchCallbacks(GroupDestroyedDto.command, (event) => apps.count(event, false));
      }
    }
    if (guard !== undefined) {
      this.registry.register(GroupBeforeCreateDto.command, {
        id: 'QuotaGuard',
        call: (event) => this.guard.decide(event),
      });
    }
  }

  private watchCallbacks(command: string, call: (event: TencentChatEvent) => unknown): void {
    this.registry.register(command, {
      id: 'QuotaWatch',
      onlyReads: true,
      call: (event) => (event instanceof TencentChatEvent ? call(event) : undefined),
    });
  }
}
