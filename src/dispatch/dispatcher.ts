import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { ModuleRef } from '@nestjs/core';
import { EventEmitter2, EventEmitterReadinessWatcher } from '@nestjs/event-emitter';
import type { CallbackRecord } from '../delivery/callback-record.js';
import { ResolvedOptions } from '../tencent-chat-webhook.options.js';
import { callListeners } from './call-listeners.js';
import { eventOfRecord } from './event-of-record.js';
import type { TencentChatRejectedEvent } from './tencent-chat-rejected.event.js';

/** Hands events to the listeners of the app's `EventEmitterModule`. */
@Injectable()
export class Dispatcher implements OnModuleInit {
  private readonly logger = new Logger('TencentChatWebhook');
  private emitter!: EventEmitter2;

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
  }

  /** Calls the handlers of a record and waits for them; rejects when one of them failed. */
  async dispatch(record: CallbackRecord, attempt: number): Promise<void> {
    const event = eventOfRecord(record, attempt);
    await callListeners(this.emitter, this.options.eventPrefix + event.name, event);
  }

  /** Tells of a refused request. Nobody waits for it, and its listeners' failures are only logged. */
  announce(event: TencentChatRejectedEvent): void {
    const name = this.options.eventPrefix + event.name;
    callListeners(this.emitter, name, event).catch((error: unknown) =>
      this.logger.error(`a listener of ${name} failed`, error instanceof Error ? error.stack : String(error)),
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
