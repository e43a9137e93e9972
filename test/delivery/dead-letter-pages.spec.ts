import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import {
  DeadLetters,
  inProcessDelivery,
  OnTencentChatEvent,
  type GroupQuotaAlarmEvent,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { StepLog } from '../support/step-log.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const CREATED = 'Group.CallbackAfterCreateGroup';
const RETRY = { retry: { attempts: 1 } };

describe.each([
  ['in process', () => inProcessDelivery(RETRY)],
  ['in lmdb', () => lmdbDelivery({ path: temporaryFolder(), ...RETRY })],
])('dead letters %s', (_where, delivery) => {
  /** Fails for odd numbers in one handler, for multiples of three in the other. */
  class Alarms {
    broken = true;
    readonly handled: number[] = [];
    @OnTencentChatEvent('group.quotaAlarm')
    odd({ body }: GroupQuotaAlarmEvent): void {
      if (this.broken && body.QuotaUsed % 2 === 1) throw new Error(`${body.QuotaUsed} is odd`);
      this.handled.push(body.QuotaUsed);
    }
    @OnTencentChatEvent('group.quotaAlarm')
    three({ body }: GroupQuotaAlarmEvent): void {
      if (this.broken && body.QuotaUsed % 3 === 0) throw new Error(`${body.QuotaUsed} is a multiple of 3`);
    }
  }

  let test: TestApp;
  let letters: DeadLetters;
  let steps: StepLog;
  beforeEach(async () => {
    test = await createTestApp({ providers: [Alarms], options: { delivery: delivery() } });
    letters = test.app.get(DeadLetters);
    steps = new StepLog(test.app, 'completed', 'deadLettered', 'replayed', 'discarded');
  });
  afterEach(() => test.app.close());

  /** One after the other, so that their order is known. */
  async function die(...numbers: number[]): Promise<void> {
    for (const QuotaUsed of numbers) {
      const before = steps.all('deadLettered').length;
      await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed } });
      await steps.get('deadLettered', before + 1);
    }
  }
  const usedOf = (listed: { body: object }[]) =>
    listed.map(({ body }) => (body as { QuotaUsed: number }).QuotaUsed);

  it('are listed in pages, the oldest first', async () => {
    await die(1, 3, 5, 6, 7);
    const first = await letters.list({ limit: 2 });
    expect(usedOf(first)).toEqual([1, 3]);
    const second = await letters.list({ limit: 2, after: first.at(-1)!.id });
    expect(usedOf(second)).toEqual([5, 6]);
    const third = await letters.list({ limit: 2, after: second.at(-1)!.id });
    expect(usedOf(third)).toEqual([7]);
    expect(await letters.list({ after: third.at(-1)!.id })).toEqual([]);
    expect(usedOf(await letters.list())).toEqual([1, 3, 5, 6, 7]);
    await letters.discard(third[0]!.id);
    await expect(letters.list({ after: third[0]!.id })).rejects.toThrow(RangeError);
  });

  it('are filtered by command, handler and time, and counted by the same filter', async () => {
    await die(1, 3);
    await test.callback({ command: CREATED, body: { Type: {} } });
    // So that the next one died in another millisecond.
    const last = (await letters.list()).at(-1)!.diedAt;
    await vi.waitUntil(() => Date.now() > last.getTime());
    await die(6, 7);
    expect(usedOf(await letters.list({ command: ALARM }))).toEqual([1, 3, 6, 7]);
    expect((await letters.list({ command: CREATED })).map(({ reason }) => reason)).toEqual(['invalid']);
    expect(usedOf(await letters.list({ handler: 'Alarms.odd' }))).toEqual([1, 3, 7]);
    expect(usedOf(await letters.list({ handler: 'Alarms.three' }))).toEqual([3, 6]);
    expect(usedOf(await letters.list({ handler: 'Alarms.odd', limit: 1 }))).toEqual([1]);
    expect(await letters.list({ handler: 'Alarms.even' })).toEqual([]);
    const { diedAt } = (await letters.list({ handler: 'Alarms.three' }))[1]!;
    expect(usedOf(await letters.list({ since: diedAt }))).toEqual([6, 7]);
    expect(usedOf(await letters.list({ until: diedAt, command: ALARM }))).toEqual([1, 3]);
    const after = (await letters.list({ handler: 'Alarms.odd', limit: 1 }))[0]!.id;
    expect(usedOf(await letters.list({ handler: 'Alarms.odd', after }))).toEqual([3, 7]);

    expect(await letters.count()).toBe(5);
    expect(await letters.count({ command: ALARM })).toBe(4);
    expect(await letters.count({ handler: 'Alarms.three' })).toBe(2);
    expect(await letters.count({ since: diedAt })).toBe(2);
    expect(await letters.count({ command: ALARM, until: diedAt })).toBe(2);
  });

  it('are replayed together unless their bodies are invalid, and the lifecycle names the actor', async () => {
    await die(1, 3, 6);
    await test.callback({ body: { ...sampleCallback(ALARM), Quota: 'many' } });
    const alarms = test.app.get(Alarms);
    alarms.broken = false;
    alarms.handled.length = 0;
    expect(await letters.replayAll({ handler: 'Alarms.odd' }, { actor: 'ann' })).toBe(2);
    await steps.get('completed', 2);
    expect(alarms.handled).toEqual([1, 3]);
    expect(steps.all('replayed')).toMatchObject([{ actor: 'ann' }, { actor: 'ann' }]);
    // The one whose body does not match its class stays.
    expect(await letters.replayAll()).toBe(1);
    await steps.get('completed', 3);
    expect(await letters.list()).toMatchObject([{ reason: 'invalid' }]);
    expect(steps.all('replayed')).toHaveLength(3);
  });

  it('are discarded together, and the lifecycle names the actor', async () => {
    await die(1, 3, 6);
    expect(await letters.discardAll({ handler: 'Alarms.three' }, { actor: 'bob' })).toBe(2);
    expect(usedOf(await letters.list())).toEqual([1]);
    expect(steps.all('discarded')).toMatchObject([{ actor: 'bob' }, { actor: 'bob' }]);
    expect(await letters.discardAll()).toBe(1);
    expect(await letters.count()).toBe(0);
    // A discarded callback is forgotten: when it comes once more, it is handled.
    await die(1);
    expect(await letters.count()).toBe(1);
  });

  it('are all found if they are more than one read returns', async () => {
    for (let nth = 0; nth < 450; nth += 50) {
      await Promise.all(
        Array.from({ length: 50 }, (_, each) =>
          test.callback({ body: { ...sampleCallback(ALARM), Quota: `no number ${nth + each}` } }),
        ),
      );
    }
    expect(await letters.count()).toBe(450);
    expect(await letters.list()).toHaveLength(100);
    const all = await letters.list({ limit: 1000 });
    expect(new Set(all.map(({ id }) => id)).size).toBe(450);
    // Also when the last one of those that were read is discarded by somebody else meanwhile.
    const listing = letters.list({ limit: 1000 });
    const counting = letters.count();
    expect(await letters.discard(all[199]!.id)).toBe(true);
    expect(new Set((await listing).map(({ id }) => id)).size).toBeGreaterThanOrEqual(449);
    expect(await counting).toBeGreaterThanOrEqual(449);
    expect(await letters.discardAll()).toBe(449);
  });

  it('are copies: a change of a listed one does not change the kept one', async () => {
    await die(1);
    const [letter] = await letters.list();
    Object.assign(letter!.body, { QuotaUsed: 99 });
    expect(usedOf(await letters.list())).toEqual([1]);
  });
});
