import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { isBeforeCallback } from '../../callbacks/callback-class.js';
import { CallbackTable } from '../../callbacks/callback-table.js';
import { Delivery } from '../../delivery/port/delivery.js';
import { OWN_EVENTS } from '../../events/own-events.js';
import { EmitterListeners } from './emitter-listeners.js';
import { ResolvedHandlersOptions } from '../handlers.options.js';
import { isDeferred, OnEventMethods, type OnEventMethod } from './on-event-methods.js';

const NO_OPINION = 'would count as no opinion';
const HANDLED = 'would count as handled, without another attempt';

/**
 * Warns at start-up of `@OnEvent` methods whose failure would go unnoticed. Nest logs and swallows what a plain `@OnEvent` throws:
 * for a before-event `verdicts.fallback` would not apply, and for any other event of a durable delivery no further attempt would
 * follow. Also warns of methods with `async` or `nextTick`, whose failure ends the process if the app emits the event itself.
 */
@Injectable()
export class SwallowedErrorCheck implements OnApplicationBootstrap {
  private readonly logger = new Logger('TencentChatWebhook');

  constructor(
    private readonly options: ResolvedHandlersOptions,
    private readonly callbacks: CallbackTable,
    private readonly delivery: Delivery,
    private readonly listeners: EmitterListeners,
    private readonly methods: OnEventMethods,
  ) {}

  onApplicationBootstrap(): void {
    const consequences = this.consequences();
    for (const method of this.methods.all) this.check(method, consequences);
  }

  /** Maps each event to what a swallowed failure would mean; to `undefined` if it means nothing. */
  private consequences(): ReadonlyMap<string, string | undefined> {
    const consequences = new Map<string, string | undefined>();
    const { eventPrefix } = this.options;
    const handled = this.delivery.durable ? HANDLED : undefined;
    for (const callback of this.callbacks.values()) {
      consequences.set(eventPrefix + callback.event, isBeforeCallback(callback) ? NO_OPINION : handled);
    }
    for (const event of OWN_EVENTS) {
      consequences.set(eventPrefix + event, event === 'tencentChat.rejected' ? undefined : handled);
    }
    return consequences;
  }

  private check(method: OnEventMethod, consequences: ReadonlyMap<string, string | undefined>): void {
    const { name, event, options } = method;
    const listened = this.listeners.listenedEvents(event);
    const events = [...consequences.keys()].filter((known) => listened.has(known));
    if (events.length === 0) return;
    if (isDeferred(method)) {
      this.logger.warn(
        `${name} listens to ${String(event)} with async or nextTick: callbacks wait for it anyway, but its failure ends the process if the app emits the event itself; use @OnTencentChatEvent, or omit the option`,
      );
    }
    if (options?.suppressErrors === false) return;
    // A listener of every event seldom cares about each callback, but its verdict would count.
    const swallowed = events.find((known) => {
      const consequence = consequences.get(known);
      return listened.isPattern ? consequence === NO_OPINION : consequence !== undefined;
    });
    if (swallowed === undefined) return;
    const matched = listened.isPattern ? `, which matches ${swallowed},` : '';
    this.logger.warn(
      `${name} listens to ${String(event)}${matched} with a plain @OnEvent, so that its failure ${consequences.get(swallowed)}: use @OnTencentChatEvent, or suppressErrors: false`,
    );
  }
}
