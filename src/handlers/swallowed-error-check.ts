import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { OnEventMetadata } from '@nestjs/event-emitter';
import { isObject } from '../common/is-object.js';
import { isBeforeCallback } from '../callbacks/callback-class.js';
import { Delivery } from '../delivery/port/delivery.js';
import { CallbackTable } from '../callbacks/callback-table.js';
import { HandlerRegistry } from './handler-registry.js';
import { ResolvedHandlersOptions } from './handlers.options.js';

/** Where `@OnEvent` keeps what it was given, on the method. */
const EVENT_LISTENER_METADATA = 'EVENT_LISTENER_METADATA';

const BEFORE = 'would be taken for no opinion';
const KEPT = 'would count as handled, without another attempt';

/**
 * Warns at start-up of handlers whose failure nobody would see, because Nest logs and swallows what a plain `@OnEvent`
 * throws: of before-events, where `verdicts.fallback` would not apply, and of all others when the delivery is durable,
 * whose promise would end at such a handler. And of those that their emitter would not wait for, whose failure ends the
 * process: for callbacks they are waited for all the same.
 */
@Injectable()
export class SwallowedErrorCheck implements OnApplicationBootstrap {
  private readonly logger = new Logger('TencentChatWebhook');

  constructor(
    private readonly options: ResolvedHandlersOptions,
    private readonly callbacks: CallbackTable,
    private readonly delivery: Delivery,
    private readonly registry: HandlerRegistry,
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
  ) {}

  onApplicationBootstrap(): void {
    const consequences = this.consequences();
    for (const { instance } of [...this.discovery.getProviders(), ...this.discovery.getControllers()]) {
      if (isObject(instance)) this.inspect(instance, consequences);
    }
  }

  /** What would come of an unseen failure, by event; `undefined` where it is of no consequence. */
  private consequences(): ReadonlyMap<string, string | undefined> {
    const consequences = new Map<string, string | undefined>();
    const { eventPrefix } = this.options;
    const kept = this.delivery.durable ? KEPT : undefined;
    for (const callback of this.callbacks.values()) {
      consequences.set(eventPrefix + callback.event, isBeforeCallback(callback) ? BEFORE : kept);
    }
    for (const event of ['group.quotaLevelReached', 'tencentChat.unknownCommand', 'tencentChat.rejected']) {
      consequences.set(eventPrefix + event, event === 'tencentChat.rejected' ? undefined : kept);
    }
    return consequences;
  }

  private inspect(instance: object, consequences: ReadonlyMap<string, string | undefined>): void {
    const prototype: unknown = Object.getPrototypeOf(instance);
    if (!isObject(prototype)) return;
    for (const name of this.scanner.getAllMethodNames(prototype)) {
      const method: unknown = Reflect.get(prototype, name);
      if (typeof method !== 'function') continue;
      const listeners: OnEventMetadata[] = Reflect.getMetadata(EVENT_LISTENER_METADATA, method) ?? [];
      for (const listener of listeners) {
        this.judge(`${instance.constructor.name}.${name}`, listener, consequences);
      }
    }
  }

  private judge(
    handler: string,
    { event, options }: OnEventMetadata,
    consequences: ReadonlyMap<string, string | undefined>,
  ): void {
    const listened = this.registry.listenedEvents(event);
    const names = [...consequences.keys()].filter((name) => listened.has(name));
    if (names.length === 0) return;
    if (options?.async === true || options?.nextTick === true) {
      for (const name of names) this.registry.waitFor(name);
      this.logger.warn(
        `${handler} listens to ${String(event)} with async or nextTick, so that its failure would end the process wherever the app emits that itself; callbacks wait for it all the same: use @OnTencentChatEvent, or leave the option out`,
      );
    }
    if (options?.suppressErrors === false) return;
    // Who listens to everything seldom has to do with each callback; a verdict is another matter.
    const unseen = names.find((name) => {
      const consequence = consequences.get(name);
      return listened.isPattern ? consequence === BEFORE : consequence !== undefined;
    });
    if (unseen === undefined) return;
    const also = listened.isPattern ? `, which is ${unseen} too,` : '';
    this.logger.warn(
      `${handler} listens to ${String(event)}${also} with a plain @OnEvent, so that its failure ${consequences.get(unseen)}: use @OnTencentChatEvent, or suppressErrors: false`,
    );
  }
}
