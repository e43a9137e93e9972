import { Injectable } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { OnEventMetadata } from '@nestjs/event-emitter';
import { isObject } from '../../common/is-object.js';

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
  private found: readonly OnEventMethod[] | undefined;

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  /** All methods that exist at the first read, so read it after the app has started. */
  get all(): readonly OnEventMethod[] {
    this.found ??= [...this.discovery.getProviders(), ...this.discovery.getControllers()].flatMap(
      ({ instance }) => (isObject(instance) ? this.decoratorsOf(instance) : []),
    );
    return this.found;
  }

  /** Finds none on an instance whose methods cannot be read, as of some Proxies. */
  private decoratorsOf(instance: object): OnEventMethod[] {
    try {
      const prototype: unknown = Object.getPrototypeOf(instance);
      if (!isObject(prototype)) return [];
      return this.scanner.getAllMethodNames(prototype).flatMap((method) => {
        const decorators: OnEventMetadata[] =
          Reflect.getMetadata(EVENT_LISTENER_METADATA, Reflect.get(prototype, method)) ?? [];
        const name = `${instance.constructor.name}.${method}`;
        return decorators.map((metadata) => ({ ...metadata, name }));
      });
    } catch {
      return [];
    }
  }
}

/** Whether the emitter calls a listener later and drops its outcome. */
export function isDeferred({ options }: OnEventMetadata): boolean {
  return options?.async === true || options?.nextTick === true;
}
