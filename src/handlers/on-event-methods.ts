import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { OnEventMetadata } from '@nestjs/event-emitter';
import { isObject } from '../common/is-object.js';

/** Metadata key under which `@OnEvent` stores its arguments on the method. */
const EVENT_LISTENER_METADATA = 'EVENT_LISTENER_METADATA';

/** One `@OnEvent` decorator of the app. */
export interface OnEventMethod extends OnEventMetadata {
  /** Names of class and method, such as `AlarmService.warn`. */
  readonly name: string;
}

/** Finds the `@OnEvent` methods of the app's providers and controllers. */
@Injectable()
export class OnEventMethods {
  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  find(): OnEventMethod[] {
    return [...this.discovery.getProviders(), ...this.discovery.getControllers()].flatMap(({ instance }) =>
      isObject(instance) ? this.methodsOf(instance) : [],
    );
  }

  private methodsOf(instance: object): OnEventMethod[] {
    const prototype: unknown = Object.getPrototypeOf(instance);
    if (!isObject(prototype)) return [];
    return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
      const implementation: unknown = Reflect.get(prototype, method);
      if (typeof implementation !== 'function') return [];
      const decorators: OnEventMetadata[] =
        Reflect.getMetadata(EVENT_LISTENER_METADATA, implementation) ?? [];
      return decorators.map((metadata) => ({ ...metadata, name: `${instance.constructor.name}.${method}` }));
    });
  }
}

/** Whether the emitter calls a listener later and drops its outcome. */
export function isDeferred({ options }: OnEventMetadata): boolean {
  return options?.async === true || options?.nextTick === true;
}
