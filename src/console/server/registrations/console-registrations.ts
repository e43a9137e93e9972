import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import {
  ConfigurationError,
  type DeadLetters,
  type DeliveryMonitor,
  getDeadLettersToken,
  getDeliveryMonitorToken,
  getQuotaWatchToken,
  Lifecycle,
  type QuotaWatch,
  TencentChatWebhookModule,
} from '../../../index.js';
import { ResolvedConsoleOptions } from '../../tencent-chat-console.options.js';
import type { Registration } from './registration.js';

/** The registrations of the app that the console shows. */
@Injectable()
export class ConsoleRegistrations implements OnModuleInit {
  /** By name, as soon as somebody asks: at the earliest when all providers of the app are made. */
  private found: ReadonlyMap<string, Registration> | undefined;

  constructor(
    private readonly options: ResolvedConsoleOptions,
    private readonly modules: ModulesContainer,
    private readonly moduleRef: ModuleRef,
  ) {}

  get all(): readonly Registration[] {
    return [...this.byName().values()];
  }

  find(name: string): Registration | undefined {
    return this.byName().get(name);
  }

  /** @throws ConfigurationError for a name that no registration of the app has */
  onModuleInit(): void {
    this.byName();
  }

  private byName(): ReadonlyMap<string, Registration> {
    this.found ??= this.lookUp();
    return this.found;
  }

  private lookUp(): ReadonlyMap<string, Registration> {
    const lifecycles = new Map(this.lifecycles().map((lifecycle) => [lifecycle.registration, lifecycle]));
    const names = this.options.registrations ?? [...lifecycles.keys()];
    return new Map(
      names.map((name) => {
        const lifecycle = lifecycles.get(name);
        if (lifecycle !== undefined) return [name, this.registrationOf(name, lifecycle)];
        const known = [...lifecycles.keys()].map((each) => `'${each}'`).join(', ') || 'none';
        throw new ConfigurationError(
          'registrations',
          `naming '${name}', which no TencentChatWebhookModule of the app has`,
          `the registrations of the app are ${known}`,
        ).of('TencentChatConsoleModule');
      }),
    );
  }

  private lifecycles(): Lifecycle[] {
    return [...this.modules.values()]
      .filter(({ metatype }) => metatype === TencentChatWebhookModule)
      .map((module): unknown => module.getProviderByKey(Lifecycle)?.instance)
      .filter((instance) => instance instanceof Lifecycle);
  }

  private registrationOf(name: string, lifecycle: Lifecycle): Registration {
    const anywhere = { strict: false };
    return {
      name,
      lifecycle,
      monitor: this.moduleRef.get<DeliveryMonitor>(getDeliveryMonitorToken(name), anywhere),
      deadLetters: this.moduleRef.get<DeadLetters>(getDeadLettersToken(name), anywhere),
      quotaWatch: this.moduleRef.get<QuotaWatch>(getQuotaWatchToken(name), anywhere),
    };
  }
}
