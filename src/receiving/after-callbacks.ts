import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { CallbackRecord } from '../delivery/port/callback-record.js';
import type { Death } from '../delivery/port/dead-record.js';
import { Delivery, DeliveryUnavailableError } from '../delivery/port/delivery.js';
import { DeliveryMonitor } from '../delivery/services/delivery-monitor.js';
import { HandlerCaller } from '../handlers/handler-caller.js';
import { HandlerRegistry } from '../handlers/handler-registry.js';
import { stepOf, withBody } from '../lifecycle/body-of.js';
import { errorLine } from '../common/error-text.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { RejectedRequest } from '../protocol/rejected-request.js';

/** How long a callback may take to be kept, in ms. Chat waits 2000 ms, the way included. */
const TO_KEEP_MS = 1200;

/** Keeps after-callbacks in the registration's delivery, which hands them to their handlers. */
@Injectable()
export class AfterCallbacks implements OnApplicationBootstrap, OnModuleDestroy {
  /** Whether the app is shutting down, so that nothing more is accepted. */
  closing = false;
  /** Why no callback will ever be handled, where it is so. */
  private unbound: unknown;

  constructor(
    private readonly delivery: Delivery,
    private readonly monitor: DeliveryMonitor,
    private readonly registry: HandlerRegistry,
    private readonly caller: HandlerCaller,
    private readonly lifecycle: Lifecycle,
  ) {}

  onApplicationBootstrap(): void {
    // Not awaited: the listeners are bound by the same hook of another module, which may come after this one.
    this.registry
      .ready()
      .then(() => this.start())
      .catch((error: unknown) => {
        this.unbound = error;
        const message = 'the listeners of the app cannot be bound: callbacks are answered 503';
        this.lifecycle.report('fault', { message, error });
      });
  }

  async onModuleDestroy(): Promise<void> {
    this.closing = true;
    await this.delivery.close();
  }

  /**
   * Keeps a callback, unless it was kept before, or nobody listens to it and nobody else could.
   *
   * @param event name of its event
   * @returns `undefined` for what was kept at once, or a promise
   * @throws RejectedRequest (503) when it cannot be kept, also as a rejection
   */
  keep(record: CallbackRecord, event: string): Promise<void> | undefined {
    const begun = performance.now();
    if (this.unbound !== undefined) this.reject(record, begun, new DeliveryUnavailableError(UNBOUND));
    if (!this.delivery.durable && this.registry.bound && !this.registry.isHeard(event, record.command)) {
      if (this.closing)
        this.reject(record, begun, new DeliveryUnavailableError('this instance is shutting down'));
      this.report(record, 'accepted', begun, true);
      return undefined;
    }
    const kept = this.delivery.accept(record);
    if (!(kept instanceof Promise)) {
      this.report(record, kept, begun);
      return undefined;
    }
    return inTime(kept).then(
      (outcome) => this.report(record, outcome, begun),
      (error: unknown) => this.reject(record, begun, error),
    );
  }

  /**
   * Keeps a callback that cannot be handed to its handlers, as a dead letter.
   *
   * @throws RejectedRequest (503) when it cannot be kept
   */
  async deadLetter(record: CallbackRecord, death: Death): Promise<void> {
    const begun = performance.now();
    const kept = await inTime(this.delivery.deadLetter(record, death)).catch((error: unknown) =>
      this.reject(record, begun, error),
    );
    if (!kept) return;
    const { reason, attempts, error } = death;
    this.lifecycle.report('deadLettered', stepOf(record, { reason, attempts, failures: [], error }));
  }

  private start(): void {
    this.delivery.start((record, context) => this.caller.handle(record, context));
    this.monitor.started = true;
  }

  private report(
    record: CallbackRecord,
    outcome: 'accepted' | 'duplicate',
    begun: number,
    unheard?: true,
  ): void {
    if (!this.lifecycle.isObserved('accepted')) return;
    const { id, command, sdkAppId, receivedAt, body } = record;
    const durationMs = performance.now() - begun;
    const kept = { id, command, sdkAppId, receivedAt, outcome, durationMs };
    this.lifecycle.report('accepted', withBody(unheard ? { ...kept, unheard } : kept, body));
  }

  private reject(record: CallbackRecord, begun: number, error: unknown): never {
    const expected = error instanceof DeliveryUnavailableError;
    if (!expected)
      this.lifecycle.report('fault', { message: `the delivery failed: ${errorLine(error)}`, error });
    const why = expected ? error.message : 'the delivery failed';
    const durationMs = performance.now() - begun;
    this.lifecycle.report('accepted', stepOf(record, { outcome: 'unavailable', durationMs, why }));
    throw new RejectedRequest('unavailable', 503, `the callback could not be kept: ${why}`, {
      body: record.body,
    });
  }
}

const UNBOUND = 'the listeners of the app cannot be bound';

/** What is kept later than that, is kept all the same; Chat was told that it was not, and may send it again. */
function inTime<Result>(kept: Promise<Result>): Promise<Result> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(
      () => reject(new DeliveryUnavailableError(`the store took longer than ${TO_KEEP_MS} ms`)),
      TO_KEEP_MS,
    );
    // Not by `finally`, which makes two more promises for every callback.
    kept.then(resolve, reject).then(() => clearTimeout(timer), reject);
  });
}
