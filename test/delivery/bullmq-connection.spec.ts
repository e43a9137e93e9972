import { Cluster } from 'ioredis';
import { describe, expect, it } from 'vitest';
import { bullMqDelivery, type BullMqDeliveryOptions } from '../../src/delivery/stores/bullmq/index.js';

describe('a wrong option refuses to start', () => {
  it.each<[object, RegExp]>([
    [{}, /"delivery\.connection" is missing; give an object/],
    [{ connection: 'localhost:6379' }, /"delivery\.connection" is a string that is no URL of Redis/],
    [{ connection: {}, queueName: 'a:b' }, /"delivery\.queueName" is a string; give a name without a colon/],
    [{ connection: {}, prefix: '' }, /"delivery\.prefix" is an empty string/],
    [{ connection: {}, worker: 'no' }, /"delivery\.worker" is a string; give true or false/],
    [{ connection: {}, concurrency: 0 }, /"delivery\.concurrency" is 0/],
  ])('%j of bullMqDelivery', (options, message) => {
    expect(() => bullMqDelivery(options as BullMqDeliveryOptions)).toThrow(message);
  });

  it('a Cluster with a prefix without a hash tag', () => {
    const connection = new Cluster([{ port: 1 }], { lazyConnect: true });
    expect(() => bullMqDelivery({ connection })).toThrow(
      /"delivery\.prefix" is "bull", whose keys a Cluster would spread over its nodes; give a hash tag, such as '\{bull\}'/,
    );
    expect(() => bullMqDelivery({ connection, prefix: '{bull}' })).not.toThrow();
  });
});
