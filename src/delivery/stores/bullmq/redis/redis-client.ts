import { Redis, type Cluster, type RedisOptions } from 'ioredis';
import { isCluster, isRedisInstance, type ResolvedBullMqOptions } from '../bullmq.options.js';

export type RedisClient = Redis | Cluster;

/** How a client treats its commands while it has no connection. */
export interface WhileAway {
  enableOfflineQueue: boolean;
  maxRetriesPerRequest: number | null;
}

/**
 * For receiving and claiming: rejects a command that cannot be sent or that gets no reply. Chat does not wait, and a
 * closed delivery wants no more claims.
 */
export const FAIL_FAST: WhileAway = { enableOfflineQueue: false, maxRetriesPerRequest: 0 };

/** For the results of claims: waits for Redis to come back, and repeats a command that got no reply. */
export const PATIENT: WhileAway = { enableOfflineQueue: true, maxRetriesPerRequest: null };

/** How long a connection may take to close before ioredis destroys it, in ms. */
const DISCONNECT_TIMEOUT_MS = 500;

/** Idle time after which TCP checks whether the host is alive, in ms. */
const KEEP_ALIVE_MS = 10_000;

/** How long a connection may take to open, in ms. */
const CONNECT_TIMEOUT_MS = 5000;

/** How long a Sentinel may take to name the master before ioredis asks the next one, in ms. */
const SENTINEL_TIMEOUT_MS = 2000;

/** Connects to Redis as an app configures it. The client never uses an instance of the app itself. */
export function connect({ connection }: ResolvedBullMqOptions, whileAway: WhileAway): RedisClient {
  const { enableOfflineQueue, maxRetriesPerRequest } = whileAway;
  const common = { enableAutoPipelining: false, lazyConnect: false, enableOfflineQueue };
  if (isCluster(connection)) {
    const own = connection.options.redisOptions ?? {};
    const redisOptions = { ...own, ...timeouts(own), maxRetriesPerRequest };
    // `SlotWatch` follows the slot: ioredis would repeat a command while the keys are on two nodes.
    return connection.duplicate([], { ...common, maxRedirections: 0, redisOptions });
  }
  const given =
    typeof connection === 'string' ? {} : isRedisInstance(connection) ? connection.options : connection;
  const options: RedisOptions = {
    ...common,
    ...timeouts(given),
    maxRetriesPerRequest,
    // Only ioredis's Sentinel support uses this: it leaves a master as soon as another one is elected.
    failoverDetector: true,
  };
  if (typeof connection === 'string') return new Redis(connection, options);
  return isRedisInstance(connection)
    ? connection.duplicate(options)
    : new Redis({ ...connection, ...options });
}

/** Makes a client leave a server that is gone or is no longer the master. */
function timeouts(given: RedisOptions): RedisOptions {
  const { reconnectOnError, connectTimeout, sentinelCommandTimeout, keepAlive } = given;
  return {
    connectTimeout: Math.min(connectTimeout ?? CONNECT_TIMEOUT_MS, CONNECT_TIMEOUT_MS),
    sentinelCommandTimeout: Math.min(sentinelCommandTimeout ?? SENTINEL_TIMEOUT_MS, SENTINEL_TIMEOUT_MS),
    keepAlive: keepAlive !== undefined && keepAlive > 0 ? keepAlive : KEEP_ALIVE_MS,
    disconnectTimeout: DISCONNECT_TIMEOUT_MS,
    stringNumbers: false,
    reconnectOnError: (error) => error.message.startsWith('READONLY') || (reconnectOnError?.(error) ?? false),
  };
}
