import { Injectable } from '@nestjs/common';
import { errorLine } from '../common/error-text.js';
import { isInstance } from '../common/is-instance.js';
import { inTime } from '../common/time/time-limit.js';
import type { CallbackRecord } from '../delivery/port/callback-record.js';
import type { Death } from '../delivery/port/dead-record.js';
import { Delivery, DeliveryUnavailableError } from '../delivery/port/delivery.js';
import { HandlerRegistry } from '../handlers/discovery/handler-registry.js';
import { stepOf, withBody } from '../lifecycle/body-of.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { RegistrationState } from '../lifecycle/registration-state.js';
import { RejectedRequest } from '../protocol/rejected-request.js';

/** How long the delivery may take to accept a callback, in ms. Chat waits 2000 ms, network time included. */
const ACCEPT_TIMEOUT_MS = 1200;

/** Hands after-callbacks to the registration's delivery, which keeps them and calls their handlers. */
@Injectable()
export class AfterCallbacks {
  constructor(
    private readonly delivery: Delivery,
    private readonly registry: HandlerRegistry,
    private readonly state: RegistrationState,
    private readonly lifecycle: Lifecycle,
  ) {}

  /**
   * Keeps a callback unless it is a duplicate, or has no handler in any process.
   *
   * @param event name of its event
   * @returns a promise unless the delivery kept it synchronously
   * @throws RejectedRequest 503 if it cannot be kept, directly or as a rejected promise
   */
  keep(record: CallbackRecord, event: string): Promise<void> | undefined {
    const startedAt = performance.now();
    if (this.state.hasFailed) this.reject(record, startedAt, new DeliveryUnavailableError(UNBOUND));
    if (this.state.isClosing) this.reject(record, startedAt, new DeliveryUnavailableError(CLOSING));
    if (!this.delivery.durable && this.state.isBound && !this.registry.isHeard(event, record.command)) {
      this.report(record, 'accepted', startedAt, true);
      return undefined;
    }
    const kept = this.delivery.accept(record);
    if (!(kept instanceof Promise)) {
      this.report(record, kept, startedAt);
      return undefined;
    }
    // After a time-out the delivery may still keep the callback, although Chat got 503 and may send it again.
    return inTime(ACCEPT_TIMEOUT_MS, kept, tooSlow).then(
      (outcome) => this.report(record, outcome, startedAt),
      (error: unknown) => this.reject(record, startedAt, error),
    );
  }

  /**
   * Keeps a callback that cannot be handed to its handlers as a dead letter.
   *
   * @throws RejectedRequest 503 if it cannot be kept
   */
  async deadLetter(record: CallbackRecord, death: Death): Promise<void> {
    const startedAt = performance.now();
    const letter = this.delivery.deadLetter(record, death);
    const kept = await inTime(ACCEPT_TIMEOUT_MS, letter, tooSlow).catch((error: unknown) =>
      this.reject(record, startedAt, error),
    );
    if (!kept) return;
    const { reason, attempts, error } = death;
    this.lifecycle.report('deadLettered', stepOf(record, { reason, attempts, failures: [], error }));
  }

  private report(
    record: CallbackRecord,
    outcome: 'accepted' | 'duplicate',
    startedAt: number,
    unheard?: true,
  ): void {
    if (!this.lifecycle.isObserved('accepted')) return;
    const { id, command, sdkAppId, receivedAt, body } = record;
    const durationMs = performance.now() - startedAt;
    const kept = { id, command, sdkAppId, receivedAt, outcome, durationMs };
    this.lifecycle.report('accepted', withBody(unheard ? { ...kept, unheard } : kept, body));
  }

  private reject(record: CallbackRecord, startedAt: number, error: unknown): never {
    const expected = isInstance(error, DeliveryUnavailableError);
    if (!expected) {
      this.lifecycle.report('fault', { message: `the delivery failed: ${errorLine(error)}`, error });
    }
    const why = expected ? error.message : 'the delivery failed';
    const durationMs = performance.now() - startedAt;
    this.lifecycle.report('accepted', stepOf(record, { outcome: 'unavailable', durationMs, why }));
    throw new RejectedRequest('unavailable', 503, `the callback could not be kept: ${why}`, {
      body: record.body,
    });
  }
}

const UNBOUND = 'the listeners of the app cannot be bound';
const CLOSING = 'this instance is shutting down';

function tooSlow(): DeliveryUnavailableError {
  return new DeliveryUnavailableError(`the store took longer than ${ACCEPT_TIMEOUT_MS} ms`);
}
