import { describe, expect, it, onTestFinished } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { shortId } from '../../src/common/short-id.js';
import { DAMAGES, expectOthersIntact, fill } from '../support/damaged-store.js';
import { ObservedDelivery, recordOf } from '../support/observed-delivery.js';
import { hasRedis } from '../support/redis/redis-server.js';
import { startRedis } from '../support/redis/start-redis.js';

const QUEUE = 'bull:callbacks';

/** The fields of hashes that hold JSON. */
const SPOILT = {
  'the data of a job': [jobOf(3), 'data'],
  'the progress of a job': [jobOf(3), 'progress'],
  'the data of a dead letter': [jobOf('dead-2'), 'data'],
  'the summary of a dead letter': [jobOf('dead-2'), 'summary'],
  'the death of a dead letter': [jobOf('dead-2'), 'death'],
  'a shared value': [`${QUEUE}:shared:key`, 'value'],
  'the entry of a log': [`${QUEUE}:log:log`, 'e2'],
} as const;

describe.runIf(hasRedis())('a damaged job in Redis', () => {
  it.each(Object.entries(SPOILT))(
    'stops nothing else: %s',
    { timeout: 60_000 },
    async (_what, [key, field]) => {
      const redis = await startRedis();
      for (const damage of DAMAGES) {
        const delivery = bullMqDelivery({
          connection: { port: redis.port },
          queueName: 'callbacks',
          drainTimeoutMs: 1000,
        });
        await redis.ask((client) => client.flushall());
        await fill(await ObservedDelivery.open({ onTestFinished }, delivery));
        await redis.ask(async (client) => {
          expect(await client.exists(key)).toBe(1);
          await client.hset(key, field, damage);
        });
        await expectOthersIntact(await ObservedDelivery.open({ onTestFinished }, delivery));
      }
    },
  );
});

function jobOf(nth: number | string): string {
  return `${QUEUE}:${shortId(recordOf(nth).id)}`;
}
