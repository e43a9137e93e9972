import type { DeliveryFactory } from 'nestjs-tencent-chat-webhook';
import type { DeliveryName } from '../servers/server.js';

/** The deliveries whose records survive the process. */
export type Durable = Exclude<DeliveryName, 'in process'>;

/** The options that the bench sets; all others keep their defaults. */
export interface DurableOptions {
  dedupeWindowMs?: number;
}

/** Makes a delivery with the path or the port of its store. Modules are imported when their delivery is chosen, to save memory. */
export const DURABLE: Record<Durable, (store: string, options?: DurableOptions) => Promise<DeliveryFactory>> =
  {
    lmdb: async (path, options) => {
      const { lmdbDelivery } = await import('nestjs-tencent-chat-webhook/lmdb');
      return lmdbDelivery({ ...options, path });
    },
    PostgreSQL: async (url, options) => {
      const { postgresDelivery } = await import('nestjs-tencent-chat-webhook/postgres');
      return postgresDelivery({ ...options, connection: url });
    },
    BullMQ: async (port, options) => {
      const { bullMqDelivery } = await import('nestjs-tencent-chat-webhook/bullmq');
      return bullMqDelivery({ ...options, connection: { port: Number(port) } });
    },
  };
