import type { BullMqDeliveryOptions } from '../../src/delivery/stores/bullmq/index.js';
import type { LmdbDeliveryOptions } from '../../src/delivery/stores/lmdb/index.js';
import type { PostgresDeliveryOptions } from '../../src/delivery/stores/postgres/index.js';
import type { InProcessDeliveryOptions } from '../../src/index.js';

/** A delivery in words that can be given to another process. */
export type DeliveryChoice =
  | { kind: 'in process'; options: InProcessDeliveryOptions }
  | { kind: 'lmdb'; options: LmdbDeliveryOptions }
  | { kind: 'bullmq'; options: BullMqDeliveryOptions }
  | { kind: 'postgres'; options: PostgresDeliveryOptions };

/** What a receiver is to be, as JSON. */
export interface ReceiverSettings {
  sdkAppId: number;
  token: string;
  /** 0 for a free one. */
  port: number;
  delivery: DeliveryChoice;
  /** The file that gets a line for every alarm that was handled. */
  handledFile: string;
  /** URL of a database in which the handler adds a row for each alarm, in a transaction with a receipt. */
  effects?: string;
  /** URL that the handler asks before it has handled an alarm. */
  asks?: string;
  /** How long the handler takes, in ms. */
  handlerMs: number;
  /** `QuotaUsed` of an alarm whose handler always fails. */
  poison?: number;
  /** Whether the first attempt fails with every alarm. */
  failsAtFirst?: boolean;
  /** Somebody sets the clock, that long after the start. */
  clock?: { afterMs: number; byMs: number };
  /** `QuotaUsed` of an alarm whose handler ends the process, and how it does so. */
  deadly?: { quotaUsed: number; by: 'exit' | 'abort' | 'out of memory' | 'endless loop' };
}

/** What a receiver tells its parent as soon as it listens. */
export interface Listening {
  port: number;
}
