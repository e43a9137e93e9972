import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Logger } from '@nestjs/common';
import { afterAll, beforeAll, describe, it } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/bullmq/index.js';
import { lmdbDelivery } from '../../src/delivery/lmdb/index.js';
import { inProcessDelivery } from '../../src/index.js';
import { deliveryContract, type CreateDelivery } from '../../src/testing/index.js';
import { hasRedis, RedisServer } from '../redis/redis-server.js';

// Handlers fail by the dozen here, and each failure is logged.
Logger.overrideLogger(false);

function fulfilsTheContract(create: CreateDelivery): void {
  it.each(deliveryContract(create))('$name', ({ check }) => check());
}

describe('inProcessDelivery', () => {
  fulfilsTheContract((_store, options) => inProcessDelivery(options));
});

describe('lmdbDelivery', () => {
  const directory = mkdtempSync(join(tmpdir(), 'inbox-'));
  afterAll(() => rmSync(directory, { recursive: true }));

  fulfilsTheContract((store, options) => lmdbDelivery({ path: join(directory, store), ...options }));
});

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
