import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { CallbackRecord } from '../delivery/callback-record.js';
import { DeliveryUnavailableError, type Delivery } from '../delivery/delivery.js';
import { Refusal } from '../protocol/refusal.js';
import { stackOf } from '../stack-of.js';
import { ResolvedOptions } from '../tencent-chat-webhook.options.js';
import { Dispatcher } from './dispatcher.js';

/** Where accepted callbacks go: into the registration's delivery, and from there to the handlers. */
@Injectable()
export class Inbox implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('TencentChatWebhook');
  private readonly delivery: Delivery;
  /** Whether the app is shutting down, so that nothing more is accepted. */
  closing = false;

  constructor(
    options: ResolvedOptions,
    private readonly dispatcher: Dispatcher,
  ) {
    this.delivery = options.delivery();
  }

  onApplicationBootstrap(): void {
    // Not awaited: the listeners are bound by the same hook of another module, which may come after this one.
    this.dispatcher
      .ready()
      .then(() => this.delivery.start((record, attempt) => this.dispatcher.dispatch(record, attempt)))
      .catch((error: unknown) => this.logger.error('callbacks are kept but not handled', stackOf(error)));
  }

  async onModuleDestroy(): Promise<void> {
    this.closing = true;
    await this.delivery.close();
  }

  /**
   * Resolves once the callback is kept, or was kept before.
   *
   * @throws Refusal (503) when it could not be kept
   */
  async keep(record: CallbackRecord): Promise<void> {
    try {
      await this.delivery.accept(record);
    } catch (error) {
      if (!(error instanceof DeliveryUnavailableError))
        this.logger.error('the delivery failed', stackOf(error));
      const why = error instanceof DeliveryUnavailableError ? `: ${error.message}` : '';
      throw new Refusal('unavailable', 503, `the callback could not be kept${why}`, { body: record.body });
    }
  }
}
