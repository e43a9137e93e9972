import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { OnEventMetadata } from '@nestjs/event-emitter';
import { isBeforeCallback } from '../callbacks/callback-class.js';
import { Delivery } from '../delivery/delivery.js';
import { CallbackTable } from '../callbacks/callback-table.js';
import { HandlersOptions } from './handlers.options.js';

/** Where `@OnEvent` keeps what it was given, on the method. */
const EVENT_LISTENER_METADATA = 'EVENT_LISTENER_METADATA';

const BEFORE = 'would be taken for no opinion';
const KEPT = 'would count as handled, without another attempt';

/**
 * Warns at start-up of handlers whose failure nobody would see, because Nest logs and swallows what a plain `@OnEvent`
 * throws: of before-events, where `verdicts.fallback` would not apply, and of all others when the delivery is durable,
 * whose promise would end at such a handler.
 */
@Injectable()
export class UnseenFailures implements OnApplicationBootstrap {
  private readonly logger = new Logger('TencentChatWebhook');

  constructor(
    private readonly options: HandlersOptions,
    private readonly callbacks: CallbackTable,
    private readonly delivery: Delivery,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    const consequences = this.consequences();
    for (const { instance } of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      if (isObject(instance)) this.inspect(instance, consequences);
    }
  }

  /** What would come of an unseen failure, by event. */
  private consequences(): ReadonlyMap<unknown, string> {
    const consequences = new Map<unknown, string>();
    const { eventPrefix } = this.options;
    for (const callback of this.callbacks.values()) {
      if (isBeforeCallback(callback)) consequences.set(eventPrefix + callback.event, BEFORE);
      else if (this.delivery.durable) consequences.set(eventPrefix + callback.event, KEPT);
    }
    for (const event of ['group.quotaLevelReached', 'tencentChat.unknownCommand']) {
      if (this.delivery.durable) consequences.set(eventPrefix + event, KEPT);
    }
    return consequences;
  }

  private inspect(instance: object, consequences: ReadonlyMap<unknown, string>): void {
    const prototype: unknown = Object.getPrototypeOf(instance);
    if (!isObject(prototype)) return;
    for (const name of this.scanner.getAllMethodNames(prototype)) {
      const method: unknown = Reflect.get(prototype, name);
      if (typeof method !== 'function') continue;
      const listeners: OnEventMetadata[] = Reflect.getMetadata(EVENT_LISTENER_METADATA, method) ?? [];
      for (const { event, options } of listeners) {
        const consequence = consequences.get(event);
        if (consequence === undefined || options?.suppressErrors === false) continue;
        this.logger.warn(
          `${instance.constructor.name}.${name} listens to ${String(event)} with a plain @OnEvent, so that its failure ${consequence}: use @OnTencentChatEvent, or suppressErrors: false`,
        );
      }
    }
  }
}

function isObject(value: unknown): value is object {
  return typeof value === 'object' && value !== null;
}
