import { setImmediate, setTimeout } from 'node:timers/promises';
import { Logger } from '@nestjs/common';
import fastq from 'fastq';
import { LRUCache } from 'lru-cache';
import { stackOf } from '../stack-of.js';
import type { CallbackRecord } from './callback-record.js';
import {
  DeliveryUnavailableError,
  type Delivery,
  type DeliveryFactory,
  type HandleRecord,
} from './delivery.js';
import { completeInProcessOptions, type InProcessDeliveryOptions } from './in-process.options.js';

/** How many ids are remembered to recognise duplicates: about 20 MB when full. */
const REMEMBERED_IDS = 100_000;

/**
 * Keeps accepted callbacks in the memory of this process: nothing to install. `app.close()` waits for the handlers;
 * a crash loses what was waiting.
 *
 * @throws ConfigurationError naming the option that is not right
 */
export function inProcessDelivery(options: InProcessDeliveryOptions = {}): DeliveryFactory {
  const complete = completeInProcessOptions(options);
  return () => new InProcessDelivery(complete);
}

class InProcessDelivery implements Delivery {
  private readonly logger = new Logger('TencentChatWebhook');
  private readonly queue: fastq.queueAsPromised<CallbackRecord>;
  private readonly seen: LRUCache<string, true> | undefined;
  private handle: HandleRecord | undefined;
  /** Records that are waiting or being handled; the queue itself counts its members one by one. */
  private unfinished = 0;
  private closing = false;

  constructor(private readonly options: Required<InProcessDeliveryOptions>) {
    this.queue = fastq.promise((record: CallbackRecord) => this.run(record), options.concurrency);
    this.queue.pause();
    if (options.dedupeWindowMs > 0) {
      this.seen = new LRUCache({ max: REMEMBERED_IDS, ttl: options.dedupeWindowMs });
    }
  }

  start(handle: HandleRecord): void {
    this.handle = handle;
    this.queue.resume();
  }

  async accept(record: CallbackRecord): Promise<'accepted' | 'duplicate'> {
    if (this.closing) throw new DeliveryUnavailableError('this instance is shutting down');
    // A copy: behind a string that was put together from pieces V8 keeps the pieces, and the URL they were cut from.
    const id = Buffer.from(record.id).toString();
    if (this.seen?.has(id)) return 'duplicate';
    if (this.unfinished >= this.options.capacity) {
      throw new DeliveryUnavailableError(`${this.unfinished} callbacks are waiting for their handlers`);
    }
    this.seen?.set(id, true);
    this.unfinished += 1;
    void this.queue.push(record);
    return 'accepted';
  }

  async close(): Promise<void> {
    this.closing = true;
    if (this.unfinished === 0) return;
    const { drainTimeoutMs } = this.options;
    const timer = new AbortController();
    const drained = this.handle === undefined ? Promise.resolve() : this.queue.drained();
    await Promise.race([drained, setTimeout(drainTimeoutMs, undefined, timer).catch(() => undefined)]);
    timer.abort();
    this.queue.kill();
    if (this.unfinished === 0) return;
    this.logger.error(
      `${this.unfinished} accepted callbacks were not handled within the ${drainTimeoutMs} ms of drainTimeoutMs and are lost`,
    );
  }

  private async run(record: CallbackRecord): Promise<void> {
    try {
      // Lets the answer to Chat go out first, even when a handler keeps the event loop busy.
      await setImmediate();
      await this.handle?.(record, 1);
    } catch (error) {
      this.logger.error(`a handler of ${record.command} failed, id ${record.id}`, stackOf(error));
    } finally {
      this.unfinished -= 1;
    }
  }
}
