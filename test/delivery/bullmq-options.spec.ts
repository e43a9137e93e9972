import { Cluster, Redis } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { bullMqDelivery, type BullMqDeliveryOptions } from '../../src/delivery/stores/bullmq/index.js';

/** Never connected. */
const CLUSTER = new Cluster([{ host: '127.0.0.1', port: 1 }], { lazyConnect: true });

describe('the options of bullMqDelivery', () => {
  it.each<[string, string, BullMqDeliveryOptions]>([
    ['a keyPrefix', 'delivery.connection', { connection: { keyPrefix: 'app:' } }],
    [
      'an instance with a keyPrefix',
      'delivery.connection',
      { connection: new Redis({ lazyConnect: true, keyPrefix: 'app:' }) },
    ],
    ['a Cluster without a hash tag', 'delivery.prefix', { connection: CLUSTER }],
    [
      'minReplicas on a Cluster',
      'delivery.minReplicas',
      { connection: CLUSTER, prefix: '{app}', minReplicas: 1 },
    ],
    ['minReplicas below 0', 'delivery.minReplicas', { connection: {}, minReplicas: -1 }],
    ['a name with a colon', 'delivery.queueName', { connection: {}, queueName: 'a:b' }],
  ])('refuses %s', (_what, option, options) => {
    expect(() => bullMqDelivery(options)).toThrow(expect.objectContaining({ option }));
  });
});
