import { setTimeout as delay } from 'node:timers/promises';
import type { Type } from '@nestjs/common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  DeliveryMonitor,
  type GroupCreatedEvent,
  type GroupQuotaAlarmEvent,
  HandlerTimeoutError,
  inProcessDelivery,
  OnTencentChatEvent,
  type QuotaLevelReachedEvent,
  type TencentChatWebhookCommonOptions,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { StepLog } from '../support/step-log.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const CREATED = 'Group.CallbackAfterCreateGroup';

let test: TestApp;
let steps: StepLog;
afterEach(() => {
  vi.useRealTimers();
  return test.app.close();
});

const log = { log: vi.fn(), warn: vi.fn(), error: vi.fn() };

async function start(handlers: Type, options: Partial<TencentChatWebhookCommonOptions> = {}): Promise<void> {
  for (const level of Object.values(log)) level.mockClear();
  test = await createTestApp({
    providers: [handlers],
    logger: log,
    options: {
      delivery: inProcessDelivery({
        retry: { attempts: 2, initialDelayMs: 1, maxDelayMs: 1 },
        drainTimeoutMs: 50,
      }),
      ...options,
    },
  });
  steps = new StepLog(test.app, 'handled', 'slow', 'rescheduled', 'completed', 'deadLettered', 'fault');
}

describe('timeoutMs', () => {
  it('fails the attempt, aborts its signal, and reports the late end, which changes nothing', async () => {
    const gate = new Gate();
    const events: GroupQuotaAlarmEvent[] = [];
    class Handlers {
      @OnTencentChatEvent('group.quotaAlarm', { id: 'slow', timeoutMs: 40 })
      async slow(event: GroupQuotaAlarmEvent): Promise<void> {
        events.push(event);
        if (event.attempt === 1) await gate.pass();
      }
    }
    await start(Handlers);
    await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed: 1 } });
    await steps.get('completed');
    const [first, second] = events;
    expect(first!.signal.aborted).toBe(true);
    expect(first!.signal.reason).toBeInstanceOf(HandlerTimeoutError);
    expect(second!.signal.aborted).toBe(false);
    const [failed, done] = steps.all('handled').filter(({ handler }) => handler === 'slow');
    expect(failed).toMatchObject({
      attempt: 1,
      error: { name: 'HandlerTimeoutError', handler: 'slow', timeoutMs: 40 },
    });
    expect(failed!.durationMs).toBeGreaterThanOrEqual(39);
    expect(failed).not.toHaveProperty('lateByMs');
    expect(done).toMatchObject({ attempt: 2 });
    expect(done).not.toHaveProperty('error');

    gate.open();
    await vi.waitFor(() => expect(steps.all('handled').filter(({ lateByMs }) => lateByMs)).toHaveLength(1));
    const late = steps.all('handled').find(({ lateByMs }) => lateByMs !== undefined);
    expect(late).toMatchObject({ handler: 'slow', attempt: 1, before: false });
    expect(late!.lateByMs).toBeCloseTo(late!.durationMs - 40, 5);
    expect(steps.all('completed')).toHaveLength(1);
  });

  it('does not fail a handler that ended while the process was stopped', async () => {
    const calls: number[] = [];
    class Handlers {
      @OnTencentChatEvent('group.quotaAlarm', { id: 'slow', timeoutMs: 1000 })
      async slow(event: GroupQuotaAlarmEvent): Promise<void> {
        calls.push(event.body.QuotaUsed);
        // Node runs all timers of a duration that are due, those of the second call after those of the first.
        if (event.body.QuotaUsed === 1) await new Promise(() => {});
        else await delay(900);
      }
    }
    await start(Handlers);
    const sent = performance.now();
    await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed: 1 } });
    await delay(sent + 200 - performance.now());
    await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed: 2 } });
    await delay(sent + 950 - performance.now());
    block(1000);
    await steps.get('completed');
    expect(calls.filter((quotaUsed) => quotaUsed === 2)).toHaveLength(1);
  });

  it('warns once a minute of a handler that needs more than half of it', async () => {
    class Handlers {
      @OnTencentChatEvent('group.quotaAlarm', { id: 'slow', timeoutMs: 400 })
      async slow(): Promise<void> {
        await delay(300);
      }
    }
    await start(Handlers);
    for (const QuotaUsed of [1, 2, 3]) await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed } });
    await steps.get('completed', 3);
    expect(steps.all('slow')).toHaveLength(3);
    expect(steps.all('slow')[0]).toMatchObject({
      handler: 'slow',
      event: 'group.quotaAlarm',
      attempt: 1,
      timeoutMs: 400,
    });
    const warnings = log.warn.mock.calls.map(([line]) => String(line));
    expect(warnings.filter((line) => line.startsWith('slow has been running for 200 ms'))).toHaveLength(1);
  });

  it('has a default for all handlers, which one of its own replaces', async () => {
    class Handlers {
      @OnTencentChatEvent('group.quotaAlarm', { id: 'default' })
      slow(): Promise<void> {
        return new Promise(() => {});
      }
      @OnTencentChatEvent('group.quotaAlarm', { id: 'never', timeoutMs: 0 })
      async never(): Promise<void> {
        await delay(60);
      }
      @OnTencentChatEvent('group.quotaLevelReached', { id: 'level' })
      level({ signal }: QuotaLevelReachedEvent): Promise<void> {
        return new Promise((_resolve, reject) => {
          signal.addEventListener('abort', () => reject(signal.reason));
        });
      }
    }
    await start(Handlers, { handlers: { timeoutMs: 20 } });
    await test.callback();
    const letters = [await steps.get('deadLettered'), await steps.get('deadLettered', 2)];
    const handlers = letters.flatMap(({ failures }) => failures.map(({ handler }) => handler));
    expect(handlers.toSorted()).toEqual(['default', 'level']);
    expect(letters[0]!.error).toMatch('did not end within the 20 ms of its timeoutMs');
  });

  it('longer than drainTimeoutMs does not keep the app from closing', async () => {
    const gate = new Gate();
    class Handlers {
      @OnTencentChatEvent('group.quotaAlarm')
      slow(): Promise<void> {
        return gate.pass();
      }
    }
    await start(Handlers);
    await test.callback();
    await gate.reached();
    const begun = performance.now();
    await test.app.close();
    expect(performance.now() - begun).toBeLessThan(4000);
  });
});

describe('limits of a handler', () => {
  it('neither delay nor repeat the other handlers of the event', async () => {
    const calls: string[] = [];
    const gate = new Gate();
    let running = 0;
    let most = 0;
    class Handlers {
      @OnTencentChatEvent('group.quotaAlarm', { id: 'one', concurrency: 1 })
      async one(): Promise<void> {
        running += 1;
        most = Math.max(most, running);
        await gate.pass();
        running -= 1;
      }
      @OnTencentChatEvent('group.quotaAlarm', { id: 'tries', retry: { attempts: 4, initialDelayMs: 0 } })
      tries({ attempt }: GroupQuotaAlarmEvent): void {
        calls.push(`tries ${attempt}`);
        throw new Error('as the test wants it');
      }
      @OnTencentChatEvent('group.quotaAlarm', { id: 'quick' })
      quick({ attempt }: GroupQuotaAlarmEvent): void {
        calls.push(`quick ${attempt}`);
      }
    }
    await start(Handlers);
    for (const QuotaUsed of [1, 2, 3]) await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed } });
    await vi.waitFor(() => expect(calls.filter((call) => call === 'tries 4')).toHaveLength(3));
    expect(calls.filter((call) => call.startsWith('quick'))).toEqual(['quick 1', 'quick 1', 'quick 1']);
    gate.open();
    await steps.get('deadLettered', 3);
    expect(most).toBe(1);
    for (const { failures } of steps.all('deadLettered')) {
      expect(failures.map(({ handler }) => handler)).toEqual(['tries']);
    }
  });

  it('are those of the delivery where they are undefined', async () => {
    class Handlers {
      @OnTencentChatEvent('group.quotaAlarm', { retry: { attempts: undefined } })
      fail(): void {
        throw new Error('as the test wants it');
      }
    }
    await start(Handlers);
    await test.callback();
    expect(await steps.get('deadLettered')).toMatchObject({ attempts: 2 });
  });

  it('let 256 calls leave the shared slots: then nothing is claimed until one of them ends', async () => {
    const gates: (() => void)[] = [];
    class Handlers {
      @OnTencentChatEvent('group.quotaAlarm', { id: 'hang', timeoutMs: 0 })
      hang(): Promise<void> {
        return new Promise((resolve) => void gates.push(resolve));
      }
      @OnTencentChatEvent('group.created', { id: 'created' })
      created(_event: GroupCreatedEvent): void {}
    }
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
    await start(Handlers, { quota: false });
    const running = async () => (await test.app.get(DeliveryMonitor).stats()).running;
    for (let QuotaUsed = 1; QuotaUsed <= 300; QuotaUsed += 1) {
      await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed } });
    }
    for (let nth = 1; nth <= 9; nth += 1) {
      await vi.waitFor(async () => expect(await running()).toBe(Math.min(288, 32 * nth)));
      vi.advanceTimersByTime(5000);
    }
    const faults = steps.all('fault').map(({ message }) => message);
    expect(faults).toEqual([
      '256 calls of handlers, with callbacks of 0 MB, have been running for more than 5000 ms: no callback is claimed until one of them ends',
    ]);
    await test.callback({ command: CREATED, body: sampleCallback(CREATED) });
    expect(await running()).toBe(288);
    expect(steps.all('completed')).toEqual([]);

    gates.shift()!();
    await vi.waitFor(async () => expect(await running()).toBe(288));
    for (const end of gates.splice(0)) end();
    await vi.waitFor(() => expect(gates).toHaveLength(12));
    for (const end of gates) end();
    await steps.get('completed', 301);
  });

  it('let 32 calls that never end block no other call', async () => {
    class Handlers {
      @OnTencentChatEvent('group.quotaAlarm', { timeoutMs: 0 })
      hang(): Promise<void> {
        return new Promise(() => {});
      }
      @OnTencentChatEvent('group.created', { id: 'created' })
      created(_event: GroupCreatedEvent): void {}
    }
    await start(Handlers);
    for (let QuotaUsed = 1; QuotaUsed <= 32; QuotaUsed += 1) {
      await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed } });
    }
    await vi.waitFor(async () =>
      expect(await test.app.get(DeliveryMonitor).stats()).toMatchObject({ running: 32 }),
    );
    await test.callback({ command: CREATED, body: sampleCallback(CREATED) });
    await vi.waitFor(() => expect(steps.all('completed')).toMatchObject([{ command: CREATED }]), 8000);
  });

  it.each([
    [{ timeoutMs: -1 }, 'timeoutMs', 'a whole number of at least 0'],
    [{ timeoutMs: 1.5 }, 'timeoutMs', 'a whole number'],
    [{ concurrency: 0 }, 'concurrency', 'at least 1'],
    [{ retry: { attempts: 0 } }, 'retry.attempts', 'at least 1'],
    [{ retry: { crashes: 3 } }, 'retry.crashes', 'the options here are'],
    [{ onStale: 'drop' }, 'onStale', "'skip' or 'mark'"],
    [{ onStale: true }, 'onStale', "is true; give 'skip', 'mark' or { action, key, order }"],
    [{ onStale: null }, 'onStale', "is null; give 'skip', 'mark' or { action, key, order }"],
    [{ onStale: { key: String } }, 'onStale.action', "'skip' or 'mark'"],
    [{ concurency: 4 }, 'concurency', 'the options here are id, eventPrefix'],
    [{ id: '' }, 'id', "give a text, such as 'billing'"],
    [{ eventPrefix: 5 }, 'eventPrefix', 'a string'],
    [{ prependListener: 'first' }, 'prependListener', 'true or false'],
    [null, 'options', 'an object'],
    [{ onStale: 'skip' }, 'onStale', 'the catalogue does not order'],
    [{ onStale: { action: 'skip', key: String } }, 'onStale.order', 'a function of the body'],
  ])('are checked when the class is defined: %o', async (limits, option, remedy) => {
    await start(class {});
    const define = () => OnTencentChatEvent('group.quotaAlarm', limits as object);
    expect(define).toThrow(`@OnTencentChatEvent('group.quotaAlarm'): the option "${option}"`);
    expect(define).toThrow(remedy);
  });

  it.each([
    [{ timeoutMs: 'long' }, 'handlers.timeoutMs'],
    [{ timeout: 5 }, 'handlers.timeout'],
    [60_000, 'handlers'],
  ])('have defaults that are checked at start-up: %o', async (handlers, option) => {
    await expect(start(class {}, { handlers: handlers as object })).rejects.toThrow(`the option "${option}"`);
  });
});

/** Blocks the event loop, as a stop of the process does. */
function block(ms: number): void {
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms);
}
