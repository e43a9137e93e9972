import { Injectable, type Type } from '@nestjs/common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import {
  DeadLetters,
  DeliveryMonitor,
  inProcessDelivery,
  NonRetryableError,
  OnTencentChatEvent,
  type GroupCreatedEvent,
  type GroupQuotaAlarmEvent,
  type UnknownCommandEvent,
} from '../../src/index.js';
import type { DeliveryOptions } from '../../src/store/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { StepLog } from '../support/step-log.js';

const CREATED = 'Group.CallbackAfterCreateGroup';

let test: TestApp;
afterEach(() => test.app.close());

/** What each handler does at each attempt, and what it was called with. */
let calls: string[];
const broken = new Set<string>();
function call(handler: string, attempt: number): void {
  calls.push(`${handler} ${attempt}`);
  if (broken.has(handler)) throw new Error(`${handler} is away`);
}

@Injectable()
class Alarms {
  @OnTencentChatEvent('group.quotaAlarm')
  bill({ attempt }: GroupQuotaAlarmEvent): void {
    call('bill', attempt);
  }
  @OnTencentChatEvent('group.quotaAlarm')
  async warn({ attempt }: GroupQuotaAlarmEvent): Promise<void> {
    call('warn', attempt);
  }
}

const QUICK: DeliveryOptions = { retry: { attempts: 3, initialDelayMs: 20, maxDelayMs: 20 } };

describe.each([
  ['in process', () => inProcessDelivery(QUICK)],
  ['in lmdb', () => lmdbDelivery({ path: temporaryFolder(), ...QUICK })],
])('a handler that fails, %s', (_where, delivery) => {
  async function start(failing?: string, ...providers: Type[]): Promise<DeadLetters> {
    calls = [];
    broken.clear();
    if (failing !== undefined) broken.add(failing);
    if (providers.length === 0) providers.push(Alarms);
    test = await createTestApp({ providers, options: { quota: false, delivery: delivery() } });
    return test.app.get(DeadLetters);
  }
  const ended = (pending: number, dead: number) =>
    vi.waitFor(async () =>
      expect(await test.app.get(DeliveryMonitor).stats()).toMatchObject({ pending, dead }),
    );

  it('is called again, with the number of its attempt, and those that succeeded are not', async () => {
    await start('warn');
    const steps = new StepLog(test.app, 'rescheduled', 'completed');
    await test.callback();
    await steps.get('rescheduled', 2);
    broken.clear();
    await steps.get('completed', 1);
    expect(calls).toEqual(['bill 1', 'warn 1', 'warn 2', 'warn 3']);
    await ended(0, 0);
  });

  it('is what the dead letter names, and what a replay calls', async () => {
    const letters = await start('warn');
    await test.callback();
    await ended(0, 1);
    expect(calls).toEqual(['bill 1', 'warn 1', 'warn 2', 'warn 3']);
    const [letter] = await letters.list();
    expect(letter).toMatchObject({
      reason: 'failed',
      handlers: ['Alarms.warn'],
      attempts: 3,
      error: 'warn is away',
    });
    calls = [];
    broken.clear();
    expect(await letters.replay(letter!.id)).toBe(true);
    await ended(0, 0);
    expect(calls).toEqual(['warn 1']);
  });

  it('is not called by a replay that names others', async () => {
    const letters = await start('warn');
    await test.callback();
    await ended(0, 1);
    const [letter] = await letters.list();
    calls = [];
    expect(await letters.replay(letter!.id, { handlers: ['Alarms.bill'] })).toBe(true);
    await ended(0, 0);
    expect(calls).toEqual(['bill 1']);
  });

  it('is a dead letter again if a replay names an unknown handler, and the error says so', async () => {
    const letters = await start('warn');
    await test.callback();
    await ended(0, 1);
    const [letter] = await letters.list();
    calls = [];
    await letters.replay(letter!.id, { handlers: ['Alarms.wran', 'Alarms.bill'] });
    await ended(0, 1);
    expect(calls).toEqual(['bill 1']);
    expect(await letters.list()).toMatchObject([
      {
        handlers: ['Alarms.wran'],
        error: 'there is no handler with the id Alarms.wran: replay it for another one',
      },
    ]);
  });

  it('that throws a NonRetryableError is not called again, while others are', async () => {
    class Strict {
      @OnTencentChatEvent('group.quotaAlarm')
      refuse({ attempt }: GroupQuotaAlarmEvent): void {
        calls.push(`refuse ${attempt}`);
        throw new NonRetryableError('no customer has this group');
      }
    }
    const letters = await start('bill', Alarms, Strict);
    await test.callback();
    await ended(0, 1);
    expect(calls).toEqual(['bill 1', 'warn 1', 'refuse 1', 'bill 2', 'bill 3']);
    const [letter] = await letters.list();
    expect(letter!.handlers).toEqual(['Strict.refuse', 'Alarms.bill']);
    expect(letter!.error).toBe('no customer has this group; bill is away');
  });

  it('is a dead letter after one attempt if every failure is a NonRetryableError', async () => {
    class Strict {
      @OnTencentChatEvent('group.quotaAlarm')
      refuse(): void {
        throw new NonRetryableError('no customer has this group');
      }
    }
    const letters = await start(undefined, Strict);
    await test.callback();
    await ended(0, 1);
    expect(await letters.list()).toMatchObject([{ attempts: 1, handlers: ['Strict.refuse'] }]);
  });

  it('that changes its event does not change the event of others', async () => {
    const seen: unknown[] = [];
    class Vandal {
      @OnTencentChatEvent('group.created', { prependListener: true })
      change(event: GroupCreatedEvent): void {
        seen.push(structuredClone(event.body));
        Object.assign(event, { attempt: 99, id: 'changed' });
        event.body.Name = 'changed';
        event.body.MemberList!.length = 0;
        event.body.UserDefinedDataList![0]!.Value = 'changed';
        Object.assign(event.body, { Added: true });
        throw new Error('vandal is away');
      }
      @OnTencentChatEvent('group.created')
      look({ body, attempt }: GroupCreatedEvent): void {
        seen.push(structuredClone(body));
        if (attempt < 2) throw new Error('once more');
      }
      @OnTencentChatEvent('tencentChat.unknownCommand', { prependListener: true })
      changeUnknown({ body }: UnknownCommandEvent): void {
        Object.assign(body.Deep as object, { Value: 'changed' });
        throw new Error('vandal is away');
      }
      @OnTencentChatEvent('tencentChat.unknownCommand')
      lookAtUnknown({ body }: UnknownCommandEvent): void {
        seen.push(structuredClone(body));
      }
    }
    const letters = await start(undefined, Vandal);
    const body = sampleCallback(CREATED);
    await test.callback({ command: CREATED, body });
    await ended(0, 1);
    // Three attempts of the one, two of the other: each with what was received.
    expect(seen).toHaveLength(5);
    for (const each of seen) expect(each).toEqual({ ...body, EventTime: Number(body.EventTime) });
    const [letter] = await letters.list();
    expect(letter!.body).toEqual(body);
    expect(letter!.id).toMatch(/^1400000000\/Group\.CallbackAfterCreateGroup\//);

    seen.length = 0;
    await test.callback({ command: 'X.Y', body: { Deep: { Value: 1 } } });
    await ended(0, 2);
    expect(seen).toEqual([{ Deep: { Value: 1 } }]);
    expect((await letters.list())[1]!.body).toEqual({ Deep: { Value: 1 } });
  });
});

it('a handler that was renamed between two releases is called once more; the others are not', async () => {
  const path = temporaryFolder();
  calls = [];
  const release = (id: string, works: boolean) => {
    class Service {
      @OnTencentChatEvent('group.quotaAlarm', { id })
      renamed(): void {
        calls.push(id);
      }
      @OnTencentChatEvent('group.quotaAlarm', { id: 'kept' })
      kept(): void {
        calls.push('kept');
      }
      @OnTencentChatEvent('group.quotaAlarm', { id: 'failing' })
      failing({ attempt }: GroupQuotaAlarmEvent): void {
        calls.push(`failing ${attempt}`);
        if (!works) throw new Error('the chat is away');
      }
    }
    const delivery = lmdbDelivery({ path, retry: { initialDelayMs: 500 } });
    return createTestApp({ providers: [Service], options: { delivery } });
  };
  test = await release('old name', false);
  const before = new StepLog(test.app, 'rescheduled');
  await test.callback();
  await before.get('rescheduled');
  await test.app.close();
  expect(calls).toEqual(['old name', 'kept', 'failing 1']);

  calls = [];
  test = await release('new name', true);
  await vi.waitFor(async () =>
    expect(await test.app.get(DeliveryMonitor).stats()).toMatchObject({ pending: 0, dead: 0 }),
  );
  expect(calls).toEqual(['new name', 'failing 2']);
});
