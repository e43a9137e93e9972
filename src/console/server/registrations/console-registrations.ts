import { Injectable, type OnModuleInit } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import type { Module } from '@nestjs/core/injector/module.js';
import {
  ConfigurationError,
  DeadLetters,
  DeliveryMonitor,
  HandlerMonitor,
  Lifecycle,
  QuotaWatch,
  TencentChatWebhookModule,
} from '../../../index.js';
import { ResolvedConsoleOptions } from '../../options/tencent-chat-console.options.js';
import type { Registration } from './registration.js';

/** The registrations of the app that the console shows. */
@Injectable()
export class ConsoleRegistrations implements OnModuleInit {
  /** By name. It is looked up at the first use, because the providers of the app must exist by then. */
  private found: ReadonlyMap<string, Registration> | undefined;

  constructor(
    private readonly options: ResolvedConsoleOptions,
    private readonly modules: ModulesContainer,
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
    const found = new Map(this.registrations().map((each) => [each.name, each]));
    const names = this.options.registrations ?? [...found.keys()];
    return new Map(
      names.map((name) => {
        const registration = found.get(name);
        if (registration !== undefined) return [name, registration];
        const known = [...found.keys()].map((each) => `'${each}'`).join(', ') || 'none';
        throw new ConfigurationError(
          'registrations',
          `naming '${name}', which no TencentChatWebhookModule of the app has`,
          `the registrations of the app are ${known}`,
        ).of('TencentChatConsoleModule');
      }),
    );
  }

  private registrations(): Registration[] {
    const modules = [...this.modules.values()];
    return modules
      .filter(({ metatype }) => metatype === TencentChatWebhookModule)
      .map((module) => {
        const lifecycle = provided(module, Lifecycle);
        return {
          name: lifecycle.registration,
          lifecycle,
          monitor: provided(module, DeliveryMonitor),
          handlerMonitor: provided(module, HandlerMonitor),
          deadLetters: provided(module, DeadLetters),
          quotaWatch: provided(module, QuotaWatch),
        };
      });
  }
}

function provided<Service>(module: Module, token: abstract new (...given: never[]) => Service): Service {
  return module.getProviderByKey<Service>(token).instance;
}
