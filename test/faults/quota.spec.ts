import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { hasRedis } from '../support/redis/redis-server.js';
import { calendarDayOf } from '../../src/quota/day/calendar-day.js';
import { AlarmLoad } from './alarm-load.js';
import { HandledFile } from './handled-file.js';
import { ReceiverProcess } from './receiver-process.js';
import type { DeliveryChoice } from './receiver-settings.js';
import { startRedis } from '../support/redis/start-redis.js';
import { temporaryFolder } from '../support/temporary-folder.js';

/** The limit is 10,000 groups: in each part of the day, one more level is reached. */
const PARTS = [6900, 7700, 8500, 9300];
const ALARMS = 800;

const TODAY = calendarDayOf(Date.now(), 'Asia/Shanghai');
const LEVELS = [0.7, 0.8, 0.9, 1].map((level) => `quota/1400000000/${TODAY}/${level}`);

const DELIVERIES: Record<string, () => Promise<DeliveryChoice>> = {
  lmdb: async () => ({ kind: 'lmdb', options: { path: join(temporaryFolder(), 'inbox') } }),
  ...(hasRedis() && {
    bullmq: async () => ({ kind: 'bullmq', options: { connection: { port: (await startRedis()).port } } }),
  }),
};

describe.each(Object.entries(DELIVERIES))('each level of a day comes once on %s', (name, choose) => {
  it('although the receiver is killed and started again after each', { timeout: 90_000 }, async () => {
    const handled = new HandledFile();
    let receiver = await ReceiverProcess.start({ delivery: await choose(), handledFile: handled.path });
    const loads: AlarmLoad[] = [];
    for (const [nth, from] of PARTS.entries()) {
      const load = new AlarmLoad(receiver.baseUrl, from);
      loads.push(load);
      await load.send(ALARMS);
      await handled.hasAll(load);
      await vi.waitFor(() => expect(handled.levels).toHaveLength(nth + 1), { timeout: 10_000 });
      await receiver.kill();
      receiver = await receiver.restart();
    }
    // For a new process, which has seen nothing of the day, the first of these reaches the highest level.
    const again = new AlarmLoad(receiver.baseUrl, 10_200);
    await again.send(10);
    await handled.hasAll(again);
    expect((await receiver.stop()).code).toBe(0);
    expect(handled.levels).toEqual(LEVELS);
    console.log(handled.summary(`${name}, ${handled.levels.length} levels in 5 lives`, ...loads, again));
  });

  it('although two receivers get the alarms', { timeout: 90_000 }, async () => {
    const handled = new HandledFile();
    const delivery = await choose();
    const start = () => ReceiverProcess.start({ delivery, handledFile: handled.path });
    const receivers = await Promise.all([start(), start()]);
    const loads: AlarmLoad[] = [];
    for (const from of PARTS) {
      const both = receivers.map(({ baseUrl }, nth) => new AlarmLoad(baseUrl, from + (nth * ALARMS) / 2));
      loads.push(...both);
      await Promise.all(both.map((load) => load.send(ALARMS / 2)));
      await handled.hasAll(...both);
    }
    for (const { code } of await Promise.all(receivers.map((receiver) => receiver.stop())))
      expect(code).toBe(0);
    expect(handled.levels.toSorted()).toEqual(LEVELS.toSorted());
    expect(new Set(handled.lines.map(({ pid }) => pid)).size).toBe(2);
    console.log(handled.summary(`${name}, ${handled.levels.length} levels by two receivers`, ...loads));
  });
});
