import { Logger } from '@nestjs/common';
import { Redis, type Cluster, type RedisOptions } from 'ioredis';
import { isCluster, isInstance, type CompleteBullMqOptions } from './bullmq.options.js';

/**
 * For receiving: a command that cannot be sent, or that gets no reply, fails at once instead of waiting for Redis to come
 * back, because Chat does not wait.
 */
const FAIL_FAST: RedisOptions = {
  enableOfflineQueue: false,
  maxRetriesPerRequest: 0,
  enableAutoPipelining: true,
  lazyConnect: false,
};

/** For handling: waits for Redis to come back. */
const PATIENT: RedisOptions = { maxRetriesPerRequest: null, lazyConnect: false };

export type RedisClient = Redis | Cluster;

/** A client for receiving, which tells the log when Redis is away and when it is back. */
export function receivingClient(options: CompleteBullMqOptions): RedisClient {
  const logger = new Logger('TencentChatWebhook');
  const client = connect(options, FAIL_FAST);
  let away = false;
  client.on('error', (error: Error) => {
    if (away) return;
    away = true;
    logger.error(`Redis is away (${reasonOfRedis(error)}): callbacks are answered 503 until it is back`);
  });
  client.on('ready', () => {
    if (away) logger.log('Redis is back');
    away = false;
  });
  return client;
}

/** A client for handling. That Redis is away, the receiving one tells. */
export function handlingClient(options: CompleteBullMqOptions): RedisClient {
  const client = connect(options, PATIENT);
  client.on('error', () => {});
  return client;
}

function connect({ connection }: CompleteBullMqOptions, override: RedisOptions): RedisClient {
  if (isCluster(connection)) {
    const { enableOfflineQueue = true, lazyConnect, ...redisOptions } = override;
    return connection.duplicate([], { enableOfflineQueue, lazyConnect, redisOptions });
  }
  if (typeof connection === 'string') return new Redis(connection, override);
  return isInstance(connection) ? connection.duplicate(override) : new Redis({ ...connection, ...override });
}

/** That no address of a name could be reached, is an error without a message. */
function reasonOfRedis(error: Error): string {
  return 'code' in error ? String(error.code) : error.message;
}
