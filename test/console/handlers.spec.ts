import { Injectable } from '@nestjs/common';
import { describe, expect, it } from 'vitest';
import { CallbackJournal, type ConsoleOverview } from '../../src/console/index.js';
import { inProcessDelivery, OnTencentChatEvent, type GroupQuotaAlarmEvent } from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { Gate } from '../support/gate.js';
import { StepLog } from '../support/step-log.js';
import { createConsoleApp } from './create-console-app.js';

const CREATE = 'Group.CallbackBeforeCreateGroup';
const STATE = 'State.StateChange';

@Injectable()
class Handlers {
  readonly late = new Gate();
  readonly held = new Gate();

  @OnTencentChatEvent('group.quotaAlarm', { id: 'late', timeoutMs: 40, retry: { attempts: 2 } })
  async overrun({ attempt }: GroupQuotaAlarmEvent): Promise<void> {
    if (attempt === 1) await this.late.pass();
  }
  @OnTencentChatEvent('group.quotaAlarm', { id: 'held', timeoutMs: 0, concurrency: 2 })
  hold(): Promise<void> {
    return this.held.pass();
  }
  @OnTencentChatEvent('state.changed', { id: 'presence', onStale: 'skip' })
  keep(): void {}
  @OnTencentChatEvent('group.beforeCreate', { id: 'policy' })
  decide(): void {
    throw new Error('the policy is away');
  }
}

async function start(quota: false | object = {}) {
  const test = await createConsoleApp({
    providers: [Handlers],
    options: {
      delivery: inProcessDelivery({ retry: { attempts: 5, initialDelayMs: 1, maxDelayMs: 2 } }),
      handlers: { timeoutMs: 30_000 },
      quota,
    },
  });
  const steps = new StepLog(test.app, 'handled', 'slow', 'completed');
  return {
    test,
    steps,
    handlers: test.app.get(Handlers),
    journal: test.app.get(CallbackJournal, { strict: false }),
  };
}

const stateChange = (EventTime: number) => ({
  command: STATE,
  body: { ...sampleCallback(STATE), EventTime },
});

describe('the handlers in the overview', () => {
  it('have their limits, calls, failures, times, time-outs, skipped events and places in use', async () => {
    const { test, steps, handlers } = await start();
    await test.callback();
    await test.callback({ command: CREATE });
    await test.callback(stateChange(2000));
    await steps.get('completed');
    await test.callback(stateChange(1000));
    await steps.get('completed', 2);
    await handlers.held.reached();
    const isLateDone = () =>
      steps.all('handled').some(({ handler, attempt }) => handler === 'late' && attempt === 2);
    for (let nth = 1; !isLateDone(); nth += 1) await steps.get('handled', nth);

    const overview = (await test.get('/api/overview')).json as unknown as ConsoleOverview;
    const found = overview.registrations[0]!.handlers;
    const of = (id: string) => found.find((handler) => handler.id === id);
    const counts = { calls: 1, failures: 0, timeouts: 0, slow: 0, skipped: 0, running: 0 };
    const retry = { attempts: 5, initialDelayMs: 1, maxDelayMs: 2, crashes: 3 };
    expect(of('late')).toEqual({
      id: 'late',
      event: 'group.quotaAlarm',
      limits: { timeoutMs: 40, retry: { ...retry, attempts: 2 } },
      ...counts,
      calls: 2,
      failures: 1,
      timeouts: 1,
      slow: 1,
      p50: expect.any(Number),
      p99: expect.any(Number),
    });
    expect(of('late')!.p99).toBeGreaterThanOrEqual(39);
    expect(of('late')!.p50).toBeLessThanOrEqual(of('late')!.p99!);
    expect(of('held')).toMatchObject({
      limits: { timeoutMs: 0, concurrency: 2, retry },
      ...counts,
      calls: 0,
      running: 1,
      p50: null,
      p99: null,
    });
    expect(of('presence')).toMatchObject({
      limits: { timeoutMs: 30_000, onStale: 'skip' },
      calls: 1,
      skipped: 1,
    });
    expect(of('policy')).toMatchObject({ event: 'group.beforeCreate', limits: null, calls: 1, failures: 1 });
    expect(of('QuotaWatch')).toMatchObject({ limits: { timeoutMs: 0 } });

    handlers.late.open();
    handlers.held.open();
    await steps.get('completed', 3);
    const later = (await test.get('/api/overview')).json as unknown as ConsoleOverview;
    const late = later.registrations[0]!.handlers.find(({ id }) => id === 'late');
    expect(late).toMatchObject({ calls: 2, failures: 1, timeouts: 1, running: 0 });
  });
});

describe('the journal', () => {
  it('has calls that take long, that ended too late, and that were skipped', async () => {
    const { test, steps, handlers, journal } = await start(false);
    await test.callback();
    const callOfLate = () => journal.entries()[0]!.handlers.find(({ id }) => id === 'late');
    const slow = steps.get('slow').then(callOfLate);
    expect(await slow).toEqual({ id: 'late', attempts: 1, durationMs: 20, done: false });
    handlers.held.open();
    await steps.get('completed');
    handlers.late.open();
    const isLate = () => steps.all('handled').some(({ lateByMs }) => lateByMs !== undefined);
    for (let nth = 1; !isLate(); nth += 1) await steps.get('handled', nth);
    expect(journal.entries()[0]!.outcome).toBe('done');
    expect(callOfLate()).toEqual({
      id: 'late',
      attempts: 2,
      durationMs: expect.any(Number),
      done: true,
      lateByMs: expect.any(Number),
    });

    await test.callback(stateChange(2000));
    await steps.get('completed', 2);
    await test.callback(stateChange(1000));
    await steps.get('completed', 3);
    const { handlers: called } = journal.entries().at(-1)!;
    expect(called.find(({ id }) => id === 'presence')).toMatchObject({ done: true, skipped: 'stale' });
  });
});
