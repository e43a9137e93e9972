import { Logger } from '@nestjs/common';
import { stackOf } from '../../lifecycle/stack-of.js';
import type { CallbackRecord } from '../callback-record.js';
import {
  Delivery,
  DeliveryUnavailableError,
  type DeliveryFactory,
  type DeliveryStats,
  type HandleRecord,
} from '../delivery.js';
import { Environment } from './environment.js';
import { InboxConsumer } from './inbox-consumer.js';
import { InboxStore } from './inbox-store.js';
import { LmdbDeadLetters } from './lmdb.dead-letters.js';
import { completeLmdbOptions, type CompleteLmdbOptions, type LmdbDeliveryOptions } from './lmdb.options.js';
import { LmdbSharedState } from './lmdb.shared-state.js';
import { Lots } from './lots.js';
import type { PendingKey } from './stored-record.js';

/** How often this process shows that it lives, looks for records of those that do not, and forgets ids, in ms. */
const BEAT_MS = 2000;

/**
 * Keeps accepted callbacks in an embedded inbox on the disk of this machine: what was acknowledged survives a crash.
 * Needs the package `lmdb`.
 *
 * @throws ConfigurationError naming the option that is not right; the app does not start when the path cannot be used
 */
export function lmdbDelivery(options: LmdbDeliveryOptions): DeliveryFactory {
  const complete = completeLmdbOptions(options);
  return async () => {
    const delivery = new LmdbDelivery(complete);
    await delivery.open();
    return delivery;
  };
}

class LmdbDelivery extends Delivery {
  readonly durable = true;
  readonly deadLetters: LmdbDeadLetters;
  override readonly shared: LmdbSharedState;
  private readonly logger = new Logger('TencentChatWebhook');
  private readonly env: Environment;
  private readonly store: InboxStore;
  private readonly lots: Lots;
  private readonly consumer: InboxConsumer;
  private numbered = 0;
  private beating: NodeJS.Timeout | undefined;
  private beat: Promise<void> = Promise.resolve();
  private closing = false;

  constructor(options: CompleteLmdbOptions) {
    super();
    this.env = new Environment(options.path);
    this.store = new InboxStore(this.env, options.dedupeWindowMs);
    this.lots = new Lots(this.env);
    this.consumer = new InboxConsumer(this.store, this.lots, options);
    this.shared = new LmdbSharedState(this.env);
    this.deadLetters = new LmdbDeadLetters(this.store, (id) => this.revive(id));
  }

  async open(): Promise<void> {
    await this.lots.beat(Date.now());
    this.beating = setInterval(() => {
      this.beat = this.beat.then(() => this.keepHouse());
    }, BEAT_MS);
  }

  start(handle: HandleRecord): void {
    this.consumer.start(handle);
  }

  async accept(record: CallbackRecord): Promise<'accepted' | 'duplicate'> {
    this.assertOpen();
    const key = this.nextKey();
    this.consumer.hold(key);
    let added = false;
    try {
      added = await this.store.add(key, record);
    } finally {
      if (!added) this.consumer.letGo(key);
    }
    if (!added) return 'duplicate';
    this.consumer.offer(key, record);
    return 'accepted';
  }

  async bury(record: CallbackRecord, error: string): Promise<void> {
    this.assertOpen();
    await this.store.bury({ record, attempts: 0, error, diedAt: Date.now() });
  }

  async stats(): Promise<DeliveryStats> {
    return this.store.stats();
  }

  async close(): Promise<void> {
    this.closing = true;
    clearInterval(this.beating);
    await this.consumer.drain();
    await this.beat;
    await this.lots.release().catch((error: unknown) => this.logger.error(stackOf(error)));
    await this.env.close();
  }

  private assertOpen(): void {
    if (this.closing) throw new DeliveryUnavailableError('this instance is shutting down');
  }

  private nextKey(): PendingKey {
    this.numbered += 1;
    return [this.lots.own, Date.now(), this.numbered];
  }

  private async revive(id: string): Promise<boolean> {
    const revived = await this.store.revive(id, this.nextKey());
    if (revived) this.consumer.takeDue();
    return revived;
  }

  private async keepHouse(): Promise<void> {
    try {
      if (await this.lots.beat(Date.now())) this.consumer.takeDue();
      await this.store.forget(Date.now());
      await this.shared.forget(Date.now());
    } catch (error) {
      this.logger.error('the inbox could not be kept in order', stackOf(error));
    }
  }
}
