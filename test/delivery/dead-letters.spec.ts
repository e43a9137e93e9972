import { Injectable } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  DeadLetters,
  DeliveryMonitor,
  inProcessDelivery,
  OnTencentChatEvent,
  type GroupQuotaAlarmEvent,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, SDK_APP_ID, type TestApp } from '../support/create-test-app.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';

/** A service that fails until it is repaired. */
@Injectable()
class ChatOps {
  broken = true;
  readonly attempts: number[] = [];
  readonly posted: string[] = [];

  @OnTencentChatEvent('group.quotaAlarm')
  post({ attempt, body }: GroupQuotaAlarmEvent): void {
    this.attempts.push(attempt);
    if (this.broken) throw new Error('the chat is away');
    this.posted.push(`${body.remaining} are left`);
  }
}

let test: TestApp;
let letters: DeadLetters;
beforeEach(async () => {
  const delivery = inProcessDelivery({ retry: { attempts: 2, initialDelayMs: 1 } });
  test = await createTestApp({ providers: [ChatOps], options: { delivery } });
  letters = test.app.get(DeadLetters);
});
afterEach(() => test.app.close());

const stats = () => test.app.get(DeliveryMonitor).stats();

describe('a callback that its handlers fail at every attempt', () => {
  beforeEach(async () => {
    await test.callback();
    await vi.waitUntil(async () => (await stats()).dead === 1);
  });

  it('is a dead letter', async () => {
    expect(await stats()).toEqual({ pending: 0, dead: 1, oldestPendingAt: null, running: 0 });
    expect(test.app.get(ChatOps).attempts).toEqual([1, 2]);
    expect(await letters.list()).toEqual([
      {
        id: expect.stringMatching(/^1400000000\/Group\.CallbackOnDailyGroupQuotaAlarm\/\d{13}\/7321\/10000$/),
        command: ALARM,
        sdkAppId: SDK_APP_ID,
        reason: 'failed',
        handlers: ['ChatOps.post'],
        attempts: 2,
        error: 'the chat is away',
        receivedAt: expect.any(Date),
        diedAt: expect.any(Date),
        // As it was received: the sample quotes its EventTime.
        body: sampleCallback(ALARM),
      },
    ]);
    expect(await letters.list({ limit: 0 })).toEqual([]);
  });

  it('can be replayed when the handlers are repaired', async () => {
    const service = test.app.get(ChatOps);
    service.broken = false;
    const [letter] = await letters.list();
    expect(await letters.replay(letter!.id)).toBe(true);
    await vi.waitFor(async () => expect(await stats()).toMatchObject({ pending: 0, dead: 0 }));
    expect(service.attempts).toEqual([1, 2, 1]);
    // Handlers get an instance of its class, as before.
    expect(service.posted).toEqual(['2679 are left']);
    expect(await letters.replay(letter!.id)).toBe(false);
  });

  it.each<[string, (id: string) => Promise<unknown>]>([
    ['a misspelt filter', () => letters.discardAll({ handlr: 'a' } as never)],
    ['a filter that is null', () => letters.replayAll(null as never)],
    ['a command that is null', () => letters.count({ command: null } as never)],
    ['a time that is none', () => letters.discardAll({ until: new Date('soon') })],
    ['a time as text', () => letters.replayAll({ since: '2026-01-01' } as never)],
    ['a limit that is no number', () => letters.list({ limit: NaN })],
    ['an actor that is no text', (id) => letters.discard(id, { actor: 5 } as never)],
    ['an id that is none', () => letters.replay(undefined as never)],
    ['a handler where a list is wanted', (id) => letters.replay(id, { handlers: 'ChatOps.post' } as never)],
    ['handlers that are no texts', (id) => letters.replay(id, { handlers: [null] } as never)],
  ])('stays as it is for %s', async (_name, call) => {
    const [letter] = await letters.list();
    await expect(call(letter!.id)).rejects.toThrow(/^DeadLetters: /);
    expect(await stats()).toMatchObject({ pending: 0, dead: 1 });
  });

  it('can neither be replayed nor listed when the app has shut down', async () => {
    const [letter] = await letters.list();
    await test.app.close();
    const calls = [
      letters.replay(letter!.id),
      letters.replayAll(),
      letters.discard(letter!.id),
      letters.discardAll(),
      letters.list(),
      letters.count(),
    ];
    for (const outcome of await Promise.allSettled(calls)) {
      expect(outcome).toMatchObject({
        status: 'rejected',
        reason: { name: 'DeliveryUnavailableError', message: 'this instance has shut down' },
      });
    }
  });

  it('can be discarded', async () => {
    const [letter] = await letters.list();
    expect(await letters.discard(letter!.id)).toBe(true);
    expect(await letters.discard(letter!.id)).toBe(false);
    expect(await letters.list()).toEqual([]);
  });
});

describe('an authenticated callback whose body fails its class', () => {
  it('gets 400 and is a dead letter with the fault, once', async () => {
    const body = { ...sampleCallback(ALARM), Quota: 'many' };
    expect((await test.callback({ body })).status).toBe(400);
    expect((await test.callback({ body })).status).toBe(400);
    const listed = await letters.list();
    expect(listed).toHaveLength(1);
    expect(listed[0]).toMatchObject({ command: ALARM, reason: 'invalid', handlers: [], attempts: 0, body });
    expect(listed[0]!.error).toMatch(/Quota/);
    expect(test.app.get(ChatOps).attempts).toEqual([]);
  });

  it('cannot be replayed while its class rejects it, and the error has the reason', async () => {
    await test.callback({ body: { ...sampleCallback(ALARM), Quota: 'many' } });
    const [letter] = await letters.list();
    await expect(letters.replay(letter!.id)).rejects.toThrow(/Quota/);
    expect(await letters.list()).toHaveLength(1);
  });

  it('is no dead letter if it is a before-callback: the fallback answers it', async () => {
    const command = 'Group.CallbackBeforeCreateGroup';
    const answer = await test.callback({ command, body: { ...sampleCallback(command), Name: {} } });
    expect(answer.status).toBe(200);
    expect(await letters.list()).toEqual([]);
  });

  it('is no dead letter when it is forged, or broken JSON, or of another command', async () => {
    await test.callback({ token: 'a-guess', body: { Quota: 'many' } });
    await test.callback({ body: '{' as never });
    await test.callback({ body: { CallbackCommand: 'C2C.CallbackAfterSendMsg' } });
    expect(await letters.list()).toEqual([]);
  });
});

it('drops the oldest dead letter over deadLetters.max, and says so', async () => {
  const error = vi.fn();
  const crowded = await createTestApp({
    options: { delivery: inProcessDelivery({ deadLetters: { max: 2 } }) },
    logger: { log() {}, warn() {}, error },
  });
  for (const Quota of ['a', 'b', 'c']) {
    await crowded.callback({ body: { ...sampleCallback(ALARM), Quota } });
  }
  const bodies = (await crowded.app.get(DeadLetters).list()).map(({ body }) => body);
  expect(bodies).toMatchObject([{ Quota: 'b' }, { Quota: 'c' }]);
  expect(error.mock.calls.flat().join('\n')).toMatch(
    /1 dead letter was dropped, because of deadLetters\.max, which is 2/,
  );
  await crowded.app.close();
  expect(error.mock.calls.flat().join('\n')).toMatch(/2 dead letters are lost with this process/);
});
