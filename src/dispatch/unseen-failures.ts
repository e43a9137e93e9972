import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { OnEventMetadata } from '@nestjs/event-emitter';
import { ResolvedOptions } from '../tencent-chat-webhook.options.js';
import { isBeforeCallback } from './verdict-desk.js';

/** Where `@OnEvent` keeps what it was given, on the method. */
const EVENT_LISTENER_METADATA = 'EVENT_LISTENER_METADATA';

/**
 * Warns at start-up of handlers of before-events whose failure nobody would see: Nest logs and swallows what a plain
 * `@OnEvent` throws, so that a failed check would count as no opinion, and `verdicts.fallback` would not apply.
 */
@Injectable()
export class UnseenFailures implements OnApplicationBootstrap {
  private readonly logger = new Logger('TencentChatWebhook');

  constructor(
    private readonly options: ResolvedOptions,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    const events = new Set<unknown>();
    for (const callback of this.options.callbacks.values()) {
      if (isBeforeCallback(callback)) events.add(this.options.eventPrefix + callback.event);
    }
    for (const { instance } of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      if (isObject(instance)) this.inspect(instance, events);
    }
  }

  private inspect(instance: object, events: ReadonlySet<unknown>): void {
    const prototype: unknown = Object.getPrototypeOf(instance);
    if (!isObject(prototype)) return;
    for (const name of this.scanner.getAllMethodNames(prototype)) {
      const method: unknown = Reflect.get(prototype, name);
      if (typeof method !== 'function') continue;
      const listeners: OnEventMetadata[] = Reflect.getMetadata(EVENT_LISTENER_METADATA, method) ?? [];
      for (const { event, options } of listeners) {
        if (!events.has(event) || options?.suppressErrors === false) continue;
        this.logger.warn(
          `${instance.constructor.name}.${name} answers ${String(event)} with a plain @OnEvent, so that its failure would be taken for no opinion: use @OnTencentChatEvent, or suppressErrors: false`,
        );
      }
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
