import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { ModuleRef, ModulesContainer } from '@nestjs/core';
import { EventEmitter2, EventEmitterReadinessWatcher, type OnEventMetadata } from '@nestjs/event-emitter';
import { ConfigurationError } from '../common/configuration-error.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { DiscoveredHandlers, type DiscoveredHandler } from './discovered-handlers.js';
import { LISTENERS, type Handler } from './handler.js';
import { ResolvedHandlersOptions } from './handlers.options.js';
import { listenedEvents, type ListenedEvents } from './listened-events.js';
import { unwrapDeferred } from './unwrap-deferred.js';

type Listener = (...args: unknown[]) => unknown;

/** Who listens: the handlers by event, the module's own by command, and the listeners of the app's emitter. */
@Injectable()
export class HandlerRegistry implements OnModuleInit, OnApplicationBootstrap {
  private emitter!: EventEmitter2;
  private byEvent: ReadonlyMap<string, readonly DiscoveredHandler[]> = new Map();
  private readonly byCommand = new Map<string, Handler[]>();
  /** Events, with their prefix, that have an `@OnEvent` with `async` or `nextTick`. */
  private readonly waitedFor = new Set<string>();
  /** How many modules there were when handlers were looked for: more come when they are loaded lazily. */
  private modulesSeen = 0;
  /** Whether the `@OnEvent` methods of the app are bound. */
  bound = false;

  constructor(
    private readonly options: ResolvedHandlersOptions,
    private readonly lifecycle: Lifecycle,
    private readonly discovered: DiscoveredHandlers,
    private readonly modules: ModulesContainer,
    private readonly moduleRef: ModuleRef,
  ) {}

  onModuleInit(): void {
    this.emitter = this.fromEventEmitterModule(EventEmitter2);
  }

  /** @throws ConfigurationError when two handlers have one id */
  onApplicationBootstrap(): void {
    const repeated = this.discover();
    if (repeated === undefined) return;
    throw new ConfigurationError(
      'id of @OnTencentChatEvent',
      `"${repeated.id}" for two handlers, one of them of ${repeated.event}`,
      'provide the class in one module only and export it there, or give each handler an id of its own',
    );
  }

  /** Resolves when the `@OnEvent` methods of the app are bound; rejects when they never will be. */
  async ready(): Promise<void> {
    await this.fromEventEmitterModule(EventEmitterReadinessWatcher).waitUntilReady();
    this.bound = true;
  }

  /** Adds a handler of the module's own, for callbacks of a command. */
  register(command: string, handler: Handler): void {
    this.byCommand.set(command, [...(this.byCommand.get(command) ?? []), handler]);
  }

  /** What an `@OnEvent` of the app listens to. */
  listenedEvents(event: OnEventMetadata['event']): ListenedEvents {
    return listenedEvents(this.emitter, event);
  }

  /** Has the listeners of an event waited for that its emitter would not wait for. */
  waitFor(name: string): void {
    this.waitedFor.add(name);
  }

  /** Whether anybody listens to an event, or to whatever is emitted. */
  isHeard(event: string, command: string): boolean {
    return this.named(event, command).length > 0 || this.isListenedTo(event);
  }

  /** Everybody who is called with an event. The listeners of the emitter, if there are any, are the last one. */
  handlersOf(event: string, command: string): readonly Handler[] {
    const named = this.named(event, command);
    if (!this.isListenedTo(event)) return named;
    return [...named, { id: LISTENERS, call: (argument) => this.callListeners(event, argument) }];
  }

  /** Everybody whose verdict counts: each listener is one of its own, and `onAny` observers have no say. */
  decidersOf(event: string, command: string): readonly Handler[] {
    const listeners = this.listeners(event).map((call) => ({ id: LISTENERS, call }));
    return [...this.named(event, command), ...listeners];
  }

  /** The calls of those that listen to whatever is emitted. */
  observerCalls(event: string): readonly Handler['call'][] {
    const listeners = this.emitter.listenersAny();
    if (listeners.length === 0) return [];
    const name = this.options.eventPrefix + event;
    return listeners.map((listener) => (argument) => Reflect.apply(listener, this.emitter, [name, argument]));
  }

  private callListeners(event: string, argument: object): unknown {
    const listeners = this.listeners(event);
    const observers = this.observerCalls(event);
    const calls = observers.length === 0 ? listeners : [...listeners, ...observers];
    const [only] = calls;
    return calls.length === 1 && only !== undefined ? only(argument) : callEach(calls, argument);
  }

  private named(event: string, command: string): readonly Handler[] {
    if (this.modules.size !== this.modulesSeen) this.discoverLate();
    const handlers = this.byEvent.get(this.options.eventPrefix + event) ?? NONE;
    const own = this.byCommand.get(command);
    if (own === undefined) return handlers;
    return handlers.length === 0 ? own : [...own, ...handlers];
  }

  private isListenedTo(event: string): boolean {
    return (
      Boolean(this.emitter.hasListeners(this.options.eventPrefix + event)) ||
      this.emitter.listenersAny().length > 0
    );
  }

  private listeners(event: string): Listener[] {
    const name = this.options.eventPrefix + event;
    const listeners: Listener[] = this.emitter.listeners(name);
    return this.waitedFor.has(name) ? listeners.map(unwrapDeferred) : listeners;
  }

  /** @returns a handler whose id another one has already, and which is left out */
  private discover(): DiscoveredHandler | undefined {
    const byEvent = new Map<string, DiscoveredHandler[]>();
    const byId = new Map<string, DiscoveredHandler>();
    let repeated: DiscoveredHandler | undefined;
    const { handlers: found, complete } = this.discovered.find();
    for (const handler of found) {
      const first = byId.get(handler.id) ?? handler;
      byId.set(handler.id, first);
      const handlers = byEvent.get(handler.event) ?? [];
      if (first.instance !== handler.instance || first.method !== handler.method) repeated = handler;
      else if (!handlers.some(({ id }) => id === handler.id)) {
        byEvent.set(handler.event, handler.prependListener ? [handler, ...handlers] : [...handlers, handler]);
      }
    }
    this.byEvent = byEvent;
    this.modulesSeen = complete ? this.modules.size : 0;
    return repeated;
  }

  private discoverLate(): void {
    const repeated = this.discover();
    if (repeated === undefined) return;
    this.lifecycle.report('fault', {
      message: `a module that was loaded lazily has a second handler of the id ${repeated.id}, which is not called`,
    });
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

const NONE: readonly Handler[] = [];

/**
 * Calls all listeners and waits for them. The emitter's own `emitAsync` would stop at the first one that throws, and
 * would not wait for the others once one has rejected.
 *
 * @throws the listener's error, or an AggregateError when several failed
 */
async function callEach(calls: readonly Handler['call'][], argument: object): Promise<void> {
  // Of a copy: those that listen once leave the emitter's list when they are called.
  const outcomes = await Promise.allSettled([...calls].map(async (each) => each(argument)));
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} listeners failed`);
}
