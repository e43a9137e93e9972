import { expect, it, onTestFinished, vi } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { DeliveryMonitor } from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { hasRedis } from '../support/redis/redis-server.js';
import { startRedis } from '../support/redis/start-redis.js';
import { Ledger } from '../opentelemetry/ledger.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const COUNT = 500;

it.runIf(hasRedis())('takes as much of Redis as the manual says', { timeout: 60_000 }, async () => {
  const redis = await startRedis();
  const client = redis.client();
  onTestFinished(() => client.disconnect());
  // Without what its clients take.
  const used = async () => Number(/used_memory_dataset:(\d+)/.exec(await client.info('memory'))?.[1]);
  const start = async (worker: boolean): Promise<TestApp> => {
    const delivery = bullMqDelivery({ connection: { host: '127.0.0.1', port: redis.port }, worker });
    const test = await createTestApp({ providers: [Ledger], options: { quota: false, delivery } });
    onTestFinished(() => test.app.close());
    return test;
  };

  const receiver = await start(false);
  const before = await used();
  for (let nth = 0; nth < COUNT; nth += 1) {
    const body = { ...sampleCallback(ALARM), EventTime: nth + 1, Filling: 'x'.repeat(900) };
    expect((await receiver.callback({ body })).status).toBe(200);
  }
  const pending = ((await used()) - before) / COUNT;
  const worker = await start(true);
  const monitor = worker.app.get(DeliveryMonitor, { strict: false });
  await vi.waitFor(async () => expect(await monitor.stats()).toMatchObject({ pending: 0 }), 30_000);
  const remembered = ((await used()) - before) / COUNT;

  console.log(
    `Redis, a body of 1 KB: ${pending} bytes while it waits, ${remembered} bytes once it was handled`,
  );
  expect(pending).toBeLessThan(4000);
  expect(remembered).toBeLessThan(2000);
});
