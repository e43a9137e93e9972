import { afterAll, beforeAll, describe } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { hasRedis, RedisServer } from '../support/redis/redis-server.js';
import { fulfilsTheContract } from '../support/fulfils-the-contract.js';

describe.runIf(hasRedis())('bullMqDelivery', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.remove());

  fulfilsTheContract((queueName, options) =>
    bullMqDelivery({ connection: { port: redis.port }, queueName, ...options }),
  );
});
