import { afterAll, beforeAll, describe } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/bullmq/index.js';
import { hasRedis, RedisServer } from '../redis/redis-server.js';
import { fulfilsTheContract } from './fulfils-the-contract.js';

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
