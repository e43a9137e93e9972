import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { describe, expect, it, vi } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import { inProcessDelivery, QuotaWatch, type DeliveryFactory } from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, SDK_APP_ID, signedRequest } from '../support/create-test-app.js';
import { hasPostgres, startPostgres } from '../support/postgres/postgres-server.js';
import { hasRedis } from '../support/redis/redis-server.js';
import { startRedis } from '../support/redis/start-redis.js';
import { send } from '../support/send.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { HandledFile } from './handled-file.js';
import { ReceiverProcess } from './receiver-process.js';
import type { DeliveryChoice } from './receiver-settings.js';

const CREATED = 'Group.CallbackAfterCreateGroup';
const DESTROYED = 'Group.CallbackAfterGroupDestroyed';

const DELIVERIES: Record<string, () => Promise<DeliveryChoice>> = {
  lmdb: async () => ({ kind: 'lmdb', options: { path: join(temporaryFolder(), 'inbox') } }),
  ...(hasRedis() && {
    bullmq: async () => ({ kind: 'bullmq', options: { connection: { port: (await startRedis()).port } } }),
  }),
  ...(hasPostgres() && {
    postgres: async () => ({ kind: 'postgres', options: { connection: (await startPostgres()).url() } }),
  }),
};

function deliveryOf({ kind, options }: DeliveryChoice): DeliveryFactory {
  if (kind === 'lmdb') return lmdbDelivery(options);
  if (kind === 'bullmq') return bullMqDelivery(options);
  return kind === 'postgres' ? postgresDelivery(options) : inProcessDelivery(options);
}

/** Sends a callback until it is acknowledged. */
async function deliver(receiver: ReceiverProcess, command: string, body: object): Promise<void> {
  for (;;) {
    const request = signedRequest({ command, body });
    const message = { headers: request.headers, body: JSON.stringify(body) };
    const answer = await send(receiver.baseUrl + request.url, message).catch(() => undefined);
    if (answer?.status === 200) return;
    await setTimeout(20);
  }
}

describe.each(Object.entries(DELIVERIES))('counted creations on %s', (_name, choose) => {
  it('are exact although the receiver is killed several times', { timeout: 120_000 }, async () => {
    const delivery = await choose();
    const handledFile = new HandledFile().path;
    let receiver = await ReceiverProcess.start({ delivery, handledFile });
    const EventTime = Date.now();
    const sent = Array.from({ length: 300 }, (_, nth) => nth);
    const bodyOf = (nth: number) => ({ GroupId: `@TGS#${nth}`, Type: 'Public', EventTime: EventTime + nth });
    let next = 0;
    const load = async (): Promise<void> => {
      for (let nth = sent[next]; nth !== undefined; nth = sent[next]) {
        next += 1;
        const operator = { Operator_Account: nth % 3 === 0 ? 'bot' : `user_${nth % 50}` };
        await deliver(receiver, CREATED, { ...sampleCallback(CREATED), ...bodyOf(nth), ...operator });
        if (nth % 10 === 0)
          await deliver(receiver, DESTROYED, { ...sampleCallback(DESTROYED), ...bodyOf(nth) });
      }
    };
    const loads = Promise.all([load(), load(), load(), load()]);
    for (const at of [60, 140, 220]) {
      await vi.waitFor(() => expect(next).toBeGreaterThan(at), { timeout: 30_000 });
      await receiver.kill();
      receiver = await receiver.restart();
    }
    await loads;
    await receiver.kill();
    const { app } = await createTestApp({ options: { delivery: deliveryOf(delivery) } });
    try {
      const watch = app.get(QuotaWatch);
      // Not by the net growth: it is the same while a group's creation and its dissolution both wait.
      const counted = () => watch.top(SDK_APP_ID, { by: 'type' });
      const all = [{ key: 'Public', created: 300, net: 270 }];
      await vi.waitFor(() => expect(counted()).toMatchObject(all), { timeout: 40_000 });
      await setTimeout(500);
      expect(counted()).toMatchObject(all);
      expect(watch.snapshot(SDK_APP_ID)?.counted).toBe(270);
      expect(watch.top(SDK_APP_ID, { by: 'operator', limit: 1 })).toMatchObject([
        { key: 'bot', created: 100, net: 90 },
      ]);
    } finally {
      await app.close();
    }
  });
});
