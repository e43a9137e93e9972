import type { INestApplicationContext } from '@nestjs/common';
import { DiscoveryService, MetadataScanner, ModulesContainer } from '@nestjs/core';
import type { Module } from '@nestjs/core/injector/module.js';
import type { CallbackClass } from '../callbacks/callback-class.js';
import { CallbackTable } from '../callbacks/callback-table.js';
import { DiscoveredHandlers } from '../handlers/discovery/discovered-handlers.js';
import { EmitterOfApp } from '../handlers/discovery/emitter-of-app.js';
import { ResolvedHandlersOptions } from '../handlers/handlers.options.js';
import { listenedEvents } from '../handlers/discovery/listened-events.js';
import { type OnEventMethod, OnEventMethods } from '../handlers/discovery/on-event-methods.js';
import { TencentChatWebhookModule } from '../index.js';

/**
 * The callbacks for which the app has handlers, of all its registrations. `onAny` observers do not count.
 *
 * @throws Error if the app has no registration
 */
export function listenedCallbacks(app: INestApplicationContext): CallbackClass[] {
  const modules = [...app.get(ModulesContainer, { strict: false }).values()];
  const registrations = modules.filter(({ metatype }) => metatype === TencentChatWebhookModule);
  if (registrations.length === 0) {
    throw new Error('tencentChatWebhooks needs an app that imports TencentChatWebhookModule');
  }
  // The emitter has these methods only when the app has started. A registration's own list is made once, and not before that.
  const methods = new OnEventMethods(app.get(DiscoveryService, { strict: false }), new MetadataScanner()).all;
  return registrations.flatMap((registration) => listenedIn(registration, methods));
}

function listenedIn(registration: Module, methods: readonly OnEventMethod[]): CallbackClass[] {
  const emitter = provided(registration, EmitterOfApp).emitter();
  const { eventPrefix } = provided(registration, ResolvedHandlersOptions);
  const { handlers } = provided(registration, DiscoveredHandlers).find();
  const patterns = methods.map(({ event }) => listenedEvents(emitter, event));
  return [...provided(registration, CallbackTable).values()].filter(({ event }) => {
    const name = eventPrefix + event;
    return (
      handlers.some((handler) => handler.event === name) ||
      patterns.some((events) => events.has(name)) ||
      emitter.listeners(name).length > 0
    );
  });
}

function provided<Provider>(
  registration: Module,
  token: abstract new (...given: never[]) => Provider,
): Provider {
  return registration.getProviderByKey<Provider>(token).instance;
}
