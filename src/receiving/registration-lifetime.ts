import { Injectable, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import { Delivery } from '../delivery/port/delivery.js';
import { Receipts } from '../delivery/port/receipts.js';
import { EmitterListeners } from '../handlers/discovery/emitter-listeners.js';
import { RecordHandlers } from '../handlers/calls/record-handlers.js';
import { Lifecycle } from '../lifecycle/lifecycle.js';
import { RegistrationState } from '../lifecycle/registration-state.js';

/** Starts the delivery when the app's listeners are bound, and drains it when the app shuts down. */
@Injectable()
export class RegistrationLifetime implements OnApplicationBootstrap, OnModuleDestroy {
  constructor(
    private readonly state: RegistrationState,
    private readonly delivery: Delivery,
    private readonly listeners: EmitterListeners,
    private readonly handlers: RecordHandlers,
    private readonly lifecycle: Lifecycle,
    private readonly receipts: Receipts,
  ) {}

  /** @throws ConfigurationError of the receipts */
  onApplicationBootstrap(): void {
    this.receipts.start();
    // Not awaited: the same hook of another module binds the listeners, perhaps after this one.
    void this.start();
  }

  async onModuleDestroy(): Promise<void> {
    this.state.close();
    await this.delivery.close();
    await this.receipts.close();
  }

  private async start(): Promise<void> {
    try {
      await this.listeners.ready();
      this.state.bind();
      this.delivery.start((record) => this.handlers.handlersOf(record));
    } catch (error) {
      this.state.fail();
      const message = 'the listeners of the app cannot be bound: callbacks are answered 503';
      this.lifecycle.report('fault', { message, error });
    }
  }
}
