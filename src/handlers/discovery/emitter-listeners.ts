import { Injectable, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import type { EventEmitter2, OnEventMetadata } from '@nestjs/event-emitter';
import { EmitterOfApp } from './emitter-of-app.js';
import { assertFinished } from '../finished.js';
import { ResolvedHandlersOptions } from '../handlers.options.js';
import { listenedEvents, type ListenedEvents } from './listened-events.js';
import { isDeferred, OnEventMethods } from './on-event-methods.js';
import { unwrapDeferred } from './unwrap-deferred.js';

type Listener = (...args: unknown[]) => unknown;

/** Calls the listeners of the app's emitter: `@OnEvent` methods, `emitter.on` and `onAny`. */
@Injectable()
export class EmitterListeners implements OnModuleInit, OnApplicationBootstrap {
  private emitter!: EventEmitter2;
  /** The events that `@OnEvent` methods with `async` or `nextTick` listen to. */
  private deferred: readonly ListenedEvents[] = [];

  constructor(
    private readonly options: ResolvedHandlersOptions,
    private readonly methods: OnEventMethods,
    private readonly app: EmitterOfApp,
  ) {}

  onModuleInit(): void {
    this.emitter = this.app.emitter();
  }

  onApplicationBootstrap(): void {
    this.deferred = this.methods.all.filter(isDeferred).map(({ event }) => this.listenedEvents(event));
  }

  /** Resolves when the `@OnEvent` methods of the app are bound; rejects if they never will be. */
  async ready(): Promise<void> {
    await this.app.watcher().waitUntilReady();
  }

  /** Returns the events that an `@OnEvent` of the app listens to. */
  listenedEvents(event: OnEventMetadata['event']): ListenedEvents {
    return listenedEvents(this.emitter, event);
  }

  /** Whether an event has a listener, `onAny` observers included. */
  has(event: string): boolean {
    return (
      Boolean(this.emitter.hasListeners(this.options.eventPrefix + event)) ||
      this.emitter.listenersAny().length > 0
    );
  }

  /** Returns the listeners of an event. Those that the emitter would call later, without awaiting them, can be awaited too. */
  of(event: string): Listener[] {
    const name = this.options.eventPrefix + event;
    const listeners: Listener[] = this.emitter.listeners(name);
    return this.deferred.some((events) => events.has(name)) ? listeners.map(unwrapDeferred) : listeners;
  }

  /** Returns the `onAny` observers as listeners of one event. */
  observersOf(event: string): Listener[] {
    const name = this.options.eventPrefix + event;
    return this.emitter
      .listenersAny()
      .map((listener) => (argument) => Reflect.apply(listener, this.emitter, [name, argument]));
  }

  /**
   * Calls every listener and observer of an event, and waits for all of them. The emitter's own `emitAsync` stops at the first
   * listener that throws, and does not wait for the others once one has rejected.
   *
   * @throws the listener's error, or an AggregateError if several failed
   */
  call(event: string, argument: object): unknown {
    const listeners = [...this.of(event), ...this.observersOf(event)];
    const [only] = listeners;
    return listeners.length === 1 && only !== undefined ? only(argument) : callEach(listeners, argument);
  }
}

async function callEach(listeners: readonly Listener[], argument: object): Promise<void> {
  const outcomes = await Promise.allSettled(
    listeners.map(async (listener) => assertFinished(await listener(argument))),
  );
  const errors = outcomes.flatMap((outcome) => (outcome.status === 'rejected' ? [outcome.reason] : []));
  if (errors.length === 1) throw errors[0];
  if (errors.length > 1) throw new AggregateError(errors, `${errors.length} listeners failed`);
}
