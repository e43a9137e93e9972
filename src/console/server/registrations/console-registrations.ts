import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import {
  ConfigurationError,
  type DeadLetters,
  type DeliveryMonitor,
  getDeadLettersToken,
  getDeliveryMonitorToken,
  getQuotaWatchToken,
  HandlerMonitor,
  Lifecycle,
  type QuotaWatch,
  TencentChatWebhookModule,
} from '../../../index.js';
import { ResolvedConsoleOptions } from '../../options/tencent-chat-console.options.js';
import type { Registration } from './registration.js';

/** The services without a token. */
type OwnServices = Pick<Registration, 'lifecycle' | 'handlerMonitor'>;

/** The registrations of the app that the console shows. */
@Injectable()
export class ConsoleRegistrations implements OnModuleInit {
  /** By name. It is looked up at the first use, because the providers of the app must exist by then. */
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

  /** @throws ConfigurationError for a name that no registration has */
  onModuleInit(): void {
    this.byName();
  }

  private byName(): ReadonlyMap<string, Registration> {
    this.found ??= this.lookUp();
    return this.found;
  }

  private lookUp(): ReadonlyMap<string, Registration> {
    const found = new Map(this.modulesFound().map((each) => [each.lifecycle.registration, each]));
    const names = this.options.registrations ?? [...found.keys()];
    return new Map(
      names.map((name) => {
        const own = found.get(name);
        if (own !== undefined) return [name, this.registrationOf(name, own)];
        const known = [...found.keys()].map((each) => `'${each}'`).join(', ') || 'none';
        throw new ConfigurationError(
          'registrations',
          `naming '${name}', which no TencentChatWebhookModule of the app has`,
          `the registrations of the app are ${known}`,
        ).of('TencentChatConsoleModule');
      }),
    );
  }

  private modulesFound(): OwnServices[] {
    return [...this.modules.values()]
      .filter(({ metatype }) => metatype === TencentChatWebhookModule)
      .flatMap((module) => {
        const lifecycle: unknown = module.getProviderByKey(Lifecycle)?.instance;
        const handlerMonitor: unknown = module.getProviderByKey(HandlerMonitor)?.instance;
        if (!(lifecycle instanceof Lifecycle && handlerMonitor instanceof HandlerMonitor)) return [];
        return [{ lifecycle, handlerMonitor }];
      });
  }

  private registrationOf(name: string, own: OwnServices): Registration {
    const anywhere = { strict: false };
    return {
      name,
      ...own,
      monitor: this.moduleRef.get<DeliveryMonitor>(getDeliveryMonitorToken(name), anywhere),
      deadLetters: this.moduleRef.get<DeadLetters>(getDeadLettersToken(name), anywhere),
      quotaWatch: this.moduleRef.get<QuotaWatch>(getQuotaWatchToken(name), anywhere),
    };
  }
}
