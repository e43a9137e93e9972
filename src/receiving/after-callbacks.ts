import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleDestroy } from '@nestjs/common';
import type { CallbackRecord } from '../delivery/callback-record.js';
import { Delivery, DeliveryUnavailableError } from '../delivery/delivery.js';
import { QuotaWatch } from '../quota/quota-watch.js';
import { RejectedRequest } from '../protocol/rejected-request.js';
import { stackOf } from '../lifecycle/stack-of.js';
import { Dispatcher } from '../handlers/dispatcher.js';

/** How long a callback may take to be kept, in ms. Chat waits 2000 ms, the way included. */
const TO_KEEP_MS = 1200;

/** Where accepted callbacks go: into the registration's delivery, and from there to the handlers. */
@Injectable()
export class Inbox implements OnApplicationBootstrap, OnModuleDestroy {
  private readonly logger = new Logger('TencentChatWebhook');
  /** Whether the app is shutting down, so that nothing more is accepted. */
  closing = false;

  constructor(
    private readonly delivery: Delivery,
    private readonly dispatcher: Dispatcher,
    private readonly quotaWatch: QuotaWatch,
  ) {}

  onApplicationBootstrap(): void {
    // Not awaited: the listeners are bound by the same hook of another module, which may come after this one.
    this.dispatcher
      .ready()
      .then(() => this.delivery.start((record, attempt) => this.handle(record, attempt)))
      .catch((error: unknown) => this.logger.error('callbacks are kept but not handled', stackOf(error)));
  }

  async onModuleDestroy(): Promise<void> {
    this.closing = true;
    await this.delivery.close();
  }

  /**
   * Resolves once the callback is kept, or was kept before.
   *
   * @throws RejectedRequest (503) when it could not be kept
   */
  async keep(record: CallbackRecord): Promise<void> {
    await inTime(this.delivery.accept(record)).catch((error: unknown) => this.refuse(record, error));
  }

  /**
   * Keeps a callback that cannot be handed to its handlers, as a dead letter.
   *
   * @throws RejectedRequest (503) when it could not be kept
   */
  async bury(record: CallbackRecord, why: string): Promise<void> {
    await inTime(this.delivery.bury(record, why)).catch((error: unknown) => this.refuse(record, error));
  }

  /** That the watch fails keeps no handler from its event, and the other way round. */
  private async handle(record: CallbackRecord, attempt: number): Promise<void> {
    const failures: unknown[] = [];
    if (this.quotaWatch.concerns(record)) {
      await this.quotaWatch.observe(record).catch((error: unknown) => failures.push(error));
    }
    await this.dispatcher.dispatch(record, attempt);
    if (failures.length > 0) throw failures[0];
  }

  private refuse({ body }: CallbackRecord, error: unknown): never {
    const expected = error instanceof DeliveryUnavailableError;
    if (!expected) this.logger.error('the delivery failed', stackOf(error));
    const why = expected ? `: ${error.message}` : '';
    throw new RejectedRequest('unavailable', 503, `the callback could not be kept${why}`, { body });
  }
}

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
