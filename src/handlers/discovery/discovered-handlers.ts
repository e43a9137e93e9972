import { Injectable } from '@nestjs/common';
import { ContextIdFactory, DiscoveryService, ModuleRef } from '@nestjs/core';
import { STATIC_CONTEXT } from '@nestjs/core/injector/constants.js';
import { Injector } from '@nestjs/core/injector/injector.js';
import type { InstanceWrapper } from '@nestjs/core/injector/instance-wrapper.js';
import { isObject } from '../../common/is-object.js';
import type { HandlerMetadata } from '../../events/decorator/handler-metadata.js';
import { decoratedMethods } from './decorated-methods.js';
import type { Handler } from '../handler.js';

/** A method with `@OnTencentChatEvent`. */
export interface DiscoveredHandler
  extends Handler, Pick<HandlerMetadata, 'event' | 'name' | 'prependListener'> {
  /** Identifies the handler together with `method`: it may be provided under several tokens. */
  readonly instance: object;
  readonly method: string | symbol;
}

/** Finds the handlers of an app among its providers and controllers. */
@Injectable()
export class DiscoveredHandlers {
  private readonly injector = new Injector();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly moduleRef: ModuleRef,
  ) {}

  /** `complete` is `false` while a module with handlers is being loaded lazily and its providers do not exist yet. */
  find(): { handlers: DiscoveredHandler[]; complete: boolean } {
    const handlers: DiscoveredHandler[] = [];
    let complete = true;
    for (const wrapper of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      const { instance } = wrapper;
      const methods = wrapper.isAlias || !isObject(instance) ? [] : decoratedMethods(instance);
      if (methods.length > 0 && !isResolved(wrapper)) complete = false;
      else for (const method of methods) handlers.push(this.handler(wrapper, instance, ...method));
    }
    return { handlers, complete };
  }

  private handler(
    wrapper: InstanceWrapper<unknown>,
    instance: object,
    method: string | symbol,
    {
      id = `${instance.constructor.name}.${String(method)}`,
      event,
      name,
      prependListener,
      limits,
    }: HandlerMetadata,
  ): DiscoveredHandler {
    const call = isStatic(wrapper)
      ? (argument: object) => invoke(instance, method, argument)
      : async (argument: object) => invoke(await this.instanceFor(wrapper, argument), method, argument);
    return { id, event, name, prependListener, limits, instance, method, call };
  }

  /** Creates a request-scoped provider for each event, which is its `REQUEST`. */
  private async instanceFor(wrapper: InstanceWrapper<unknown>, event: object): Promise<unknown> {
    const { host, instance } = wrapper;
    if (host === undefined) return instance;
    const contextId = ContextIdFactory.getByRequest({ payload: event });
    this.moduleRef.registerRequestByContextId(event, contextId);
    const collection = host.controllers.get(wrapper.token) === wrapper ? host.controllers : host.providers;
    return this.injector.loadPerContext(instance, host, collection, contextId, wrapper);
  }
}

/** Whether the whole app shares one instance. A transient provider is created for each event, as for each consumer. */
function isStatic(wrapper: InstanceWrapper<unknown>): boolean {
  return wrapper.isDependencyTreeStatic() && !wrapper.isTransient;
}

/** Until its instance is resolved, a wrapper holds an empty object of the class. */
function isResolved(wrapper: InstanceWrapper<unknown>): boolean {
  return !isStatic(wrapper) || wrapper.getInstanceByContextId(STATIC_CONTEXT).isResolved === true;
}

function invoke(instance: unknown, method: string | symbol, event: object): unknown {
  if (!isObject(instance))
    throw new TypeError(`the provider with the handler ${String(method)} could not be created`);
  const implementation: unknown = Reflect.get(instance, method);
  if (typeof implementation !== 'function') {
    throw new TypeError(`the handler ${String(method)} is no longer a method`);
  }
  return Reflect.apply(implementation, instance, [event]);
}
