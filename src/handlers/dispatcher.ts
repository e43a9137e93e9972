import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { EventEmitter2, EventEmitterReadinessWatcher } from '@nestjs/event-emitter';
import type { CallbackRecord } from '../delivery/callback-record.js';
import { isQuotaLevelRecord, quotaLevelReached } from '../quota/quota-level-record.js';
import { stackOf } from '../lifecycle/stack-of.js';
import { ResolvedOptions } from '../tencent-chat-webhook.options.js';
import { eventOfRecord } from './event-of-record.js';
import { callAll, listenerCalls, observerCalls, type ListenerCall } from './listener-calls.js';
import type { TencentChatRejectedEvent } from '../events/tencent-chat-rejected.event.js';

/** Hands events to the listeners of the app's `EventEmitterModule`. */
@Injectable()
export class Dispatcher implements OnModuleInit {
  private readonly logger = new Logger('TencentChatWebhook');
  private emitter!: EventEmitter2;
  /** Whether the `@OnEvent` methods of the app are bound. */
  bound = false;

  constructor(
    private readonly options: ResolvedOptions,
    private readonly moduleRef: ModuleRef,
  ) {}

  onModuleInit(): void {
    this.emitter = this.fromEventEmitterModule(EventEmitter2);
  }

  /** Resolves when the `@OnEvent` methods of the app are bound. */
  async ready(): Promise<void> {
    await this.fromEventEmitterModule(EventEmitterReadinessWatcher).waitUntilReady();
    this.bound = true;
  }

  /** Whether anybody listens to the event of that name, or to whatever is emitted. */
  isHeard(name: string): boolean {
    return (
      this.emitter.listeners(this.options.eventPrefix + name).length > 0 ||
      this.emitter.listenersAny().length > 0
    );
  }

  /** Calls the handlers of a record and waits for them; rejects when one of them failed. */
  async dispatch(record: CallbackRecord, attempt: number): Promise<void> {
    const event = isQuotaLevelRecord(record)
      ? quotaLevelReached(record, attempt)
      : eventOfRecord(record, this.options.callbacks.get(record.command), attempt);
    const name = this.options.eventPrefix + event.name;
    await callAll(name, this.allCalls(name, event));
  }

  /** The calls of the handlers whose answers count. Observers of all events are told, and not waited for. */
  ask(event: { name: string }): ListenerCall[] {
    const name = this.options.eventPrefix + event.name;
    this.callUnattended(name, observerCalls(this.emitter, name, event));
    return listenerCalls(this.emitter, name, event);
  }

  /** Tells of a refused request. Nobody waits for it, and its listeners' failures are only logged. */
  announce(event: TencentChatRejectedEvent): void {
    const name = this.options.eventPrefix + event.name;
    this.callUnattended(name, this.allCalls(name, event));
  }

  private allCalls(name: string, event: object): ListenerCall[] {
    return [...listenerCalls(this.emitter, name, event), ...observerCalls(this.emitter, name, event)];
  }

  private callUnattended(name: string, calls: readonly ListenerCall[]): void {
    callAll(name, calls).catch((error: unknown) =>
      this.logger.error(`a listener of ${name} failed`, stackOf(error)),
    );
  }

  private fromEventEmitterModule<Provider>(token: new (...args: never[]) => Provider): Provider {
    try {
      return this.moduleRef.get<Provider>(token, { strict: false });
    } catch (cause) {
      throw new Error(
        'TencentChatWebhookModule needs EventEmitterModule: add EventEmitterModule.forRoot() from @nestjs/event-emitter to the imports of your root module',
        { cause },
      );
    }
  }
}
