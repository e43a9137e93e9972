import { Cluster } from 'ioredis';
import { inProcessDelivery, type DeliveryFactory } from 'nestjs-tencent-chat-webhook';
import { bullMqDelivery } from 'nestjs-tencent-chat-webhook/bullmq';
import { lmdbDelivery } from 'nestjs-tencent-chat-webhook/lmdb';
import { postgresDelivery } from 'nestjs-tencent-chat-webhook/postgres';
import type { StoreAddress } from '../storm-settings.js';

/** Returns the delivery of a receiver, with few attempts in short time. */
export function deliveryOn(store: StoreAddress): DeliveryFactory {
  const options = { retry: { attempts: 4, initialDelayMs: 200, maxDelayMs: 1000 }, concurrency: 16 };
  if (store.kind === 'lmdb') return lmdbDelivery({ ...options, path: store.path });
  if (store.kind === 'postgres') return postgresDelivery({ ...options, connection: store.url });
  if (store.kind === 'bullmq') {
    return bullMqDelivery({ ...options, connection: store.connection, minReplicas: store.minReplicas });
  }
  if (store.kind === 'bullmq-cluster') {
    const nodes = store.ports.map((port) => ({ host: '127.0.0.1', port }));
    const connection = new Cluster(nodes, { redisOptions: { password: store.password } });
    connection.on('error', () => {});
    return bullMqDelivery({ ...options, connection, prefix: '{storm}' });
  }
  return inProcessDelivery(options);
}
