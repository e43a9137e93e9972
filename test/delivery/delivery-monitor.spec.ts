import { Injectable } from '@nestjs/common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import {
  DeadLetters,
  DeliveryMonitor,
  inProcessDelivery,
  OnTencentChatEvent,
  type GroupQuotaAlarmEvent,
} from '../../src/index.js';
import type { DeliveryOptions } from '../../src/store/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { StepLog } from '../support/step-log.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';

@Injectable()
class Parked {
  readonly gate = new Gate();
  readonly received: number[] = [];
  @OnTencentChatEvent('group.quotaAlarm')
  async wait({ receivedAt }: GroupQuotaAlarmEvent): Promise<void> {
    this.received.push(receivedAt.getTime());
    await this.gate.pass();
  }
}

describe.each<[string, (options: DeliveryOptions) => ReturnType<typeof inProcessDelivery>]>([
  ['in process', inProcessDelivery],
  ['in lmdb', (options) => lmdbDelivery({ path: temporaryFolder(), ...options })],
])('the statistics of a delivery %s', (_where, delivery) => {
  let test: TestApp;
  afterEach(() => test.app.close());
  const stats = () => test.app.get(DeliveryMonitor).stats();

  it('count pending and running callbacks, and date the oldest', async () => {
    test = await createTestApp({
      providers: [Parked],
      options: { delivery: delivery({ concurrency: 2 }), quota: false },
    });
    const { gate, received } = test.app.get(Parked);
    expect(await stats()).toEqual({ pending: 0, dead: 0, running: 0, oldestPendingAt: null });
    await test.callback();
    await gate.reached();
    for (const QuotaUsed of [1, 2, 3]) {
      await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed } });
    }
    await gate.reached(2);
    expect(await stats()).toEqual({ pending: 4, dead: 0, running: 2, oldestPendingAt: received[0] });
    gate.open();
    await vi.waitFor(async () =>
      expect(await stats()).toEqual({ pending: 0, dead: 0, running: 0, oldestPendingAt: null }),
    );
  });

  it('dead letters that are too old or too many expire, and the step names the limit', async () => {
    for (const [limits, reason, count, left] of [
      [{ maxAgeMs: 1 }, 'maxAgeMs', 3, []],
      [{ max: 2 }, 'max', 1, ['b', 'c']],
    ] as const) {
      test = await createTestApp({ options: { delivery: delivery({ deadLetters: limits }) } });
      const steps = new StepLog(test.app, 'expired');
      for (const Quota of ['a', 'b', 'c']) await test.callback({ body: { ...sampleCallback(ALARM), Quota } });
      await vi.waitFor(() => expect(steps.all('expired').length).toBeGreaterThan(0), 5000);
      expect(steps.all('expired')).toMatchObject([{ reason, count, limit: Object.values(limits)[0] }]);
      const bodies = (await test.app.get(DeadLetters).list()).map(({ body }) => body);
      expect(bodies).toMatchObject(left.map((Quota) => ({ Quota })));
      if (reason === 'maxAgeMs') await test.app.close();
    }
  });
});
