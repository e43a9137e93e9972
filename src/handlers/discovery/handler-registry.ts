import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { ModulesContainer } from '@nestjs/core';
import { ConfigurationError } from '../../common/configuration-error.js';
import type { CallbackRecord } from '../../delivery/port/callback-record.js';
import type { EventCall } from '../../events/event-call.js';
import type { HandlerRetryOptions } from '../../events/decorator/handler-limits.js';
import { Lifecycle } from '../../lifecycle/lifecycle.js';
import { DiscoveredHandlers, type DiscoveredHandler } from './discovered-handlers.js';
import { EmitterListeners } from './emitter-listeners.js';
import { LISTENERS, type AppEvent, type Handler } from '../handler.js';
import { ResolvedHandlersOptions } from '../handlers.options.js';

/** Makes the event of a derived record, which another process may have written. */
export type CreateDerivedEvent = (record: CallbackRecord, attempt: number, call: EventCall) => AppEvent;

/** Knows the handlers of every event: methods of the app, handlers of the module, and the listeners of the app's emitter. */
@Injectable()
export class HandlerRegistry implements OnApplicationBootstrap {
  private byEvent: ReadonlyMap<string, readonly DiscoveredHandler[]> = new Map();
  private readonly byCommand = new Map<string, Handler[]>();
  /** Ids that no handler of the app may have: its failure would be taken for that of the module's handler. */
  private readonly ownIds = new Set([LISTENERS]);
  private readonly derived = new Map<string, CreateDerivedEvent>();
  /** Number of modules at the last discovery. Lazily loaded modules add to it. */
  private modulesSeen = 0;

  constructor(
    private readonly options: ResolvedHandlersOptions,
    private readonly listeners: EmitterListeners,
    private readonly discovered: DiscoveredHandlers,
    private readonly modules: ModulesContainer,
    private readonly lifecycle: Lifecycle,
  ) {}

  /** @throws ConfigurationError if two handlers have the same id */
  onApplicationBootstrap(): void {
    const repeated = this.discover();
    if (repeated === undefined) return;
    const { id, event } = repeated;
    const [seen, remedy] = this.ownIds.has(id)
      ? [`for a handler of ${event}, which a handler of the module has`, 'give it another id']
      : [
          `for two handlers, one of them of ${event}`,
          'provide the class in one module only and export it there, or give each handler its own id',
        ];
    throw new ConfigurationError('id of @OnTencentChatEvent', `"${id}" ${seen}`, remedy);
  }

  /** Adds a handler of the module for a command. */
  register(command: string, handler: Handler): void {
    this.ownIds.add(handler.id);
    this.byCommand.set(command, [...(this.byCommand.get(command) ?? []), { ...handler, own: true }]);
  }

  /** Adds an event that the module derives from callbacks. Its records have the event's name as their command. */
  registerDerived(name: string, create: CreateDerivedEvent): void {
    this.derived.set(name, create);
  }

  /** @throws Error for a record of another release, whose events this one does not know */
  createDerived(record: CallbackRecord): CreateDerivedEvent {
    const create = this.derived.get(record.command);
    if (create !== undefined) return create;
    throw new Error(`this release does not emit events of the name ${record.command}`);
  }

  get derivedEvents(): readonly string[] {
    return [...this.derived.keys()];
  }

  /**
   * Returns the retry options of the delivery, and those of each handler method of the app.
   *
   * @param retry of the delivery
   */
  retries(retry: Required<HandlerRetryOptions>): Required<HandlerRetryOptions>[] {
    this.discoverNew();
    const methods = [...this.byEvent.values()].flat();
    return [retry, ...methods.map(({ limits }) => ({ ...retry, ...limits?.retry }))];
  }

  /** Whether an event has any handler. Also `true` if the look-up fails, so that the callback does not count as handled. */
  isHeard(event: string, command: string): boolean {
    try {
      return this.named(event, command).length > 0 || this.listeners.has(event);
    } catch {
      return true;
    }
  }

  /** Returns every handler of an event. The listeners of the emitter, if there are any, come last as one handler. */
  handlersOf(event: string, command: string): readonly Handler[] {
    const named = this.named(event, command);
    if (!this.listeners.has(event)) return named;
    return [...named, { id: LISTENERS, call: (argument) => this.listeners.call(event, argument) }];
  }

  /** Returns every handler whose verdict counts: each listener is one, and `onAny` observers are none. */
  decidersOf(event: string, command: string): readonly Handler[] {
    const listeners = this.listeners.of(event).map((call) => ({ id: LISTENERS, call }));
    return [...this.named(event, command), ...listeners];
  }

  private named(event: string, command: string): readonly Handler[] {
    this.discoverNew();
    const handlers = this.byEvent.get(this.options.eventPrefix + event) ?? NONE;
    const own = this.byCommand.get(command);
    return own === undefined ? handlers : [...own, ...handlers];
  }

  /** @returns a handler that is left out, because its id is taken */
  private discover(): DiscoveredHandler | undefined {
    const byEvent = new Map<string, DiscoveredHandler[]>();
    const byId = new Map<string, DiscoveredHandler>();
    let repeated: DiscoveredHandler | undefined;
    const { handlers: found, complete } = this.discovered.find();
    for (const handler of found) {
      const first = byId.get(handler.id) ?? handler;
      byId.set(handler.id, first);
      const handlers = byEvent.get(handler.event) ?? [];
      const isOther = first.instance !== handler.instance || first.method !== handler.method;
      if (isOther || this.ownIds.has(handler.id)) repeated = handler;
      else if (!handlers.some(({ id }) => id === handler.id)) {
        byEvent.set(handler.event, handler.prependListener ? [handler, ...handlers] : [...handlers, handler]);
      }
    }
    this.byEvent = byEvent;
    this.modulesSeen = complete ? this.modules.size : 0;
    return repeated;
  }

  /** Finds the handlers of modules that were loaded lazily. */
  private discoverNew(): void {
    if (this.modules.size === this.modulesSeen) return;
    const repeated = this.discover();
    if (repeated === undefined) return;
    this.lifecycle.report('fault', {
      message: `a lazily loaded module has a second handler with the id ${repeated.id}, which is not called`,
    });
  }
}

const NONE: readonly Handler[] = [];
