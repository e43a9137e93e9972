import type { Cluster, Redis, RedisOptions } from 'ioredis';
import {
  assertObject,
  ConfigurationError,
  shown,
  withDefaults,
} from '../../configuration/configuration-error.js';
import {
  completeDeliveryOptions,
  type CompleteDeliveryOptions,
  type DeliveryOptions,
} from '../delivery.options.js';

type Connection = string | RedisOptions | Redis | Cluster;

/** Options of `bullMqDelivery`. */
export interface BullMqDeliveryOptions extends DeliveryOptions {
  /**
   * How to reach Redis or Valkey: a URL (`redis://` or `rediss://`), options of ioredis (`{ host, port }`, or
   * `{ sentinels, name }`), or an instance of its `Redis` or `Cluster`. An instance is duplicated and never used itself.
   */
  connection: Connection;
  /**
   * Name of the BullMQ queue, without a colon. Dead letters are in a queue of that name with `-dead` behind it.
   * @default 'tencent-chat-webhook'
   */
  queueName?: string;
  /**
   * Prefix of the queue's keys. On a Cluster it has to have a hash tag, such as `'{bull}'`.
   * @default 'bull'
   */
  prefix?: string;
  /**
   * Whether this instance handles callbacks as well; `false` only receives them.
   * @default true
   */
  worker?: boolean;
}

/** The same, each with its value. */
export interface CompleteBullMqOptions extends CompleteDeliveryOptions {
  connection: Connection;
  queueName: string;
  prefix: string;
  worker: boolean;
}

const DEFAULTS = { queueName: 'tencent-chat-webhook', prefix: 'bull', worker: true };

/** @throws ConfigurationError naming the option */
export function completeBullMqOptions(options: BullMqDeliveryOptions): CompleteBullMqOptions {
  const common = completeDeliveryOptions(options, ['connection', ...Object.keys(DEFAULTS)]);
  const { queueName, prefix, worker } = withDefaults(DEFAULTS, options);
  const { connection } = options;
  if (typeof connection !== 'string') assertObject('delivery.connection', connection);
  else if (!/^rediss?:\/\//.test(connection)) {
    throw new ConfigurationError(
      'delivery.connection',
      'a string that is no URL of Redis',
      'give redis://host:port, rediss://host:port, or options of ioredis',
    );
  }
  if (typeof queueName !== 'string' || !/^[^:]+$/.test(queueName)) {
    throw new ConfigurationError('delivery.queueName', shown(queueName), 'give a name without a colon');
  }
  if (typeof prefix !== 'string' || prefix === '') {
    throw new ConfigurationError('delivery.prefix', shown(prefix), "give a string such as 'bull'");
  }
  if (isCluster(connection) && !/\{.+\}/.test(prefix)) {
    throw new ConfigurationError(
      'delivery.prefix',
      `"${prefix}", whose keys a Cluster would spread over its nodes`,
      `give a hash tag, such as '{${prefix}}'`,
    );
  }
  if (typeof worker !== 'boolean') {
    throw new ConfigurationError('delivery.worker', shown(worker), 'give true or false');
  }
  return { ...common, connection, queueName, prefix, worker };
}

/** By its members, because an app may have another copy of ioredis. */
export function isInstance(connection: Connection): connection is Redis | Cluster {
  return typeof connection === 'object' && 'duplicate' in connection;
}

export function isCluster(connection: Connection): connection is Cluster {
  return isInstance(connection) && connection.isCluster;
}
