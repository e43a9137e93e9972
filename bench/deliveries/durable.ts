import type { DeliveryFactory } from 'nestjs-tencent-chat-webhook';
import type { DeliveryName } from '../servers/server.js';

/** The deliveries whose records outlive the process. */
export type Durable = Exclude<DeliveryName, 'in process'>;

/** What the benchmark sets; all else stays at its default. */
export interface DurableOptions {
  dedupeWindowMs?: number;
}

/** By path or port of the store. Loaded when chosen: what the other needs must not lie in this one's memory. */
export const DURABLE: Record<Durable, (store: string, options?: DurableOptions) => Promise<DeliveryFactory>> =
  {
    lmdb: async (path, options) => {
      const { lmdbDelivery } = await import('nestjs-tencent-chat-webhook/lmdb');
      return lmdbDelivery({ ...options, path });
    },
    BullMQ: async (port, options) => {
      const { bullMqDelivery } = await import('nestjs-tencent-chat-webhook/bullmq');
      return bullMqDelivery({ ...options, connection: { port: Number(port) } });
    },
  };
