import type { Cluster, ClusterOptions, Redis, RedisOptions } from 'ioredis';
import { ConfigurationError } from '../../../common/configuration-error.js';
import { assertInteger, assertObject, assertOption, withDefaults } from '../../../common/option-checks.js';
import {
  resolveDeliveryOptions,
  type ResolvedDeliveryOptions,
  type DeliveryOptions,
} from '../../port/delivery.options.js';

type Connection = string | RedisOptions | Redis | Cluster;

/** Options of `bullMqDelivery`. */
export interface BullMqDeliveryOptions extends DeliveryOptions {
  /**
   * How to reach Redis or Valkey: a URL (`redis://` or `rediss://`), options of ioredis (`{ host, port }`, or
   * `{ sentinels, name }`), or an instance of its `Redis` or `Cluster`. An instance is duplicated and never used itself.
   */
  connection: Connection;
  /**
   * Name of the BullMQ queue, without a colon. It belongs to one registration. Dead letters are its failed jobs.
   * @default 'tencent-chat-webhook', and 'tencent-chat-webhook-<name>' for a registration with a name
   */
  queueName?: string;
  /**
   * Prefix of the queue's keys. On a Cluster it needs a hash tag, such as `'{bull}'`.
   * @default 'bull'
   */
  prefix?: string;
  /**
   * Whether this instance handles callbacks as well; `false` only receives them.
   * @default true
   */
  worker?: boolean;
  /**
   * How many replicas must have a callback before Chat gets its OK, so that the callback survives the loss of the master.
   * If too few have it after 0.8 s, Chat gets 503. Not for a Cluster: set `min-replicas-to-write` in its nodes.
   * @default 0
   */
  minReplicas?: number;
}

/** The checked options, with their defaults. */
export interface ResolvedBullMqOptions extends ResolvedDeliveryOptions {
  connection: Connection;
  /** If `undefined`, the name depends on the registration. */
  queueName: string | undefined;
  prefix: string;
  worker: boolean;
  minReplicas: number;
}

const DEFAULTS = { prefix: 'bull', worker: true, minReplicas: 0 };

/** Names of the options that only this delivery takes. */
export const BULLMQ_OPTIONS = ['connection', 'queueName', ...Object.keys(DEFAULTS)];

const QUEUE_NAME = 'tencent-chat-webhook';

/** @throws ConfigurationError naming the option */
export function resolveBullMqOptions(options: BullMqDeliveryOptions): ResolvedBullMqOptions {
  const common = resolveDeliveryOptions(options, BULLMQ_OPTIONS);
  const { prefix, worker, minReplicas } = withDefaults(DEFAULTS, options);
  const { connection, queueName } = options;
  if (typeof connection !== 'string') assertObject('delivery.connection', connection);
  else if (!/^rediss?:\/\//.test(connection)) {
    throw new ConfigurationError(
      'delivery.connection',
      'a string that is no URL of Redis',
      'give redis://host:port, rediss://host:port, or options of ioredis',
    );
  }
  if (typeof connection !== 'string' && optionsOf(connection).keyPrefix) {
    throw new ConfigurationError(
      'delivery.connection',
      'one with a keyPrefix, which BullMQ does not support',
      'leave it out, and use the option prefix',
    );
  }
  const isName = queueName === undefined || (typeof queueName === 'string' && /^[^:]+$/.test(queueName));
  assertOption(isName, 'delivery.queueName', queueName, 'give a name without a colon');
  const isPrefix = typeof prefix === 'string' && prefix !== '';
  assertOption(isPrefix, 'delivery.prefix', prefix, "give a string such as 'bull'");
  if (isCluster(connection) && !/\{.+\}/.test(prefix)) {
    throw new ConfigurationError(
      'delivery.prefix',
      `"${prefix}", whose keys a Cluster would spread over its nodes`,
      `give a hash tag, such as '{${prefix}}'`,
    );
  }
  assertOption(typeof worker === 'boolean', 'delivery.worker', worker, 'give true or false');
  assertInteger('delivery.minReplicas', minReplicas, 0);
  if (isCluster(connection) && minReplicas > 0) {
    throw new ConfigurationError(
      'delivery.minReplicas',
      `${minReplicas} on a Cluster`,
      'leave it out, and set min-replicas-to-write in the nodes of the Cluster',
    );
  }
  return { ...common, connection, queueName, prefix, worker, minReplicas };
}

function optionsOf(connection: Exclude<Connection, string>): RedisOptions | ClusterOptions {
  return isRedisInstance(connection) ? connection.options : connection;
}

/** Returns the name of a registration's queue. */
export function queueNameOf({ queueName }: ResolvedBullMqOptions, registration: string): string {
  return queueName ?? (registration === 'default' ? QUEUE_NAME : `${QUEUE_NAME}-${registration}`);
}

/**
 * Returns the address of a connection's server, without the password. Two registrations with the same address and queue
 * name share a queue.
 */
export function serverOf(connection: Connection): string {
  if (typeof connection === 'string') {
    const { host, pathname } = new URL(connection);
    return `${host}${pathname === '/' ? '' : pathname}`;
  }
  if (isCluster(connection)) return addresses(connection.nodes().map(({ options }) => options));
  const options = isRedisInstance(connection) ? connection.options : connection;
  const { host = 'localhost', port = 6379, path, db = 0, sentinels, name } = options;
  if (sentinels != null && sentinels.length > 0) return `${addresses(sentinels)}/${name}/${db}`;
  return path ?? `${host}:${port}${db === 0 ? '' : `/${db}`}`;
}

function addresses(nodes: readonly { host?: string; port?: number }[]): string {
  return nodes
    .map(({ host, port }) => `${host}:${port}`)
    .toSorted()
    .join(',');
}

/** Checks the members and not the class: an app may have another copy of ioredis. */
export function isRedisInstance(connection: Connection): connection is Redis | Cluster {
  return typeof connection === 'object' && 'duplicate' in connection;
}

export function isCluster(connection: Connection): connection is Cluster {
  return isRedisInstance(connection) && connection.isCluster;
}
