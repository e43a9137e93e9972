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
  ])('reject %s', (_what, option, options) => {
    expect(() => bullMqDelivery(options)).toThrow(expect.objectContaining({ option }));
  });

  it.each<[object, RegExp]>([
    [{}, /"delivery\.connection" is missing; give an object/],
    [{ connection: 'localhost:6379' }, /"delivery\.connection" is a string that is no URL of Redis/],
    [{ connection: {}, queueName: 'a:b' }, /"delivery\.queueName" is a string; give a name without a colon/],
    [{ connection: {}, prefix: '' }, /"delivery\.prefix" is an empty string/],
    [{ connection: {}, worker: 'no' }, /"delivery\.worker" is a string; give true or false/],
    [{ connection: {}, concurrency: 0 }, /"delivery\.concurrency" is 0/],
  ])('reject %j with a message that names the option', (options, message) => {
    expect(() => bullMqDelivery(options as BullMqDeliveryOptions)).toThrow(message);
  });

  it('name a hash tag for the prefix on a Cluster', () => {
    expect(() => bullMqDelivery({ connection: CLUSTER })).toThrow(
      /"delivery\.prefix" is "bull", whose keys a Cluster would spread over its nodes; give a hash tag, such as '\{bull\}'/,
    );
    expect(() => bullMqDelivery({ connection: CLUSTER, prefix: '{bull}' })).not.toThrow();
  });
});
