import { rmSync } from 'node:fs';
import { inspect } from 'node:util';
import { Injectable } from '@nestjs/common';
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import {
  bodyOf,
  DeadLetters,
  inProcessDelivery,
  Lifecycle,
  LIFECYCLE_CHANNELS,
  OnTencentChatEvent,
  type GroupBeforeCreateEvent,
  type GroupQuotaAlarmEvent,
  type LifecycleStepName,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import {
  createTestApp,
  SDK_APP_ID,
  TOKEN,
  type TestApp,
  type TestAppOptions,
} from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { StepLog } from '../support/step-log.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const BEFORE_CREATE = 'Group.CallbackBeforeCreateGroup';
const QUICK = { retry: { attempts: 2, initialDelayMs: 1, maxDelayMs: 1 } };

const alarmId = expect.stringMatching(
  /^1400000000\/Group\.CallbackOnDailyGroupQuotaAlarm\/\d{13}\/\d+\/10000$/,
);
/** What every step of the one alarm says. */
const ofAlarm = { registration: 'watched', id: alarmId, command: ALARM, sdkAppId: SDK_APP_ID };
const ms = expect.any(Number);
/** What the steps that have a body say as well. */
const receivedAlarm = { ...ofAlarm, receivedAt: ms };

let test: TestApp;
afterEach(() => test?.app.close());

/** Every step that is published, of the test's registration alone. */
let published: { step: LifecycleStepName; payload: unknown }[];
const of = (step: LifecycleStepName) =>
  published.filter((each) => each.step === step).map(({ payload }) => named(payload));
/** Without what gives the body, which is no member that has a name. */
const named = (payload: unknown) => Object.fromEntries(Object.entries(payload as object));
beforeEach(() => {
  published = [];
  for (const step of Object.keys(LIFECYCLE_CHANNELS) as LifecycleStepName[]) {
    const take = (payload: unknown) => {
      published.push({ step, payload });
    };
    LIFECYCLE_CHANNELS[step].subscribe(take);
    onTestFinished(() => {
      LIFECYCLE_CHANNELS[step].unsubscribe(take);
    });
  }
});

async function start({ options, ...more }: TestAppOptions = {}): Promise<StepLog> {
  test = await createTestApp({ ...more, options: { name: 'watched', quota: false, ...options } });
  return new StepLog(test.app, ...(Object.keys(LIFECYCLE_CHANNELS) as LifecycleStepName[]));
}

@Injectable()
class Alarms {
  broken = false;
  @OnTencentChatEvent('group.quotaAlarm')
  async warn(_event: GroupQuotaAlarmEvent): Promise<void> {
    if (this.broken) throw new Error('the chat is away');
  }
}

it('has a channel for each step, by the name of the package and the step', () => {
  for (const [step, channel] of Object.entries(LIFECYCLE_CHANNELS)) {
    expect(channel.name).toBe(`nestjs-tencent-chat-webhook:${step}`);
  }
});

describe('an after-callback', () => {
  it('is accepted, handled by each handler and completed', async () => {
    const steps = await start({ providers: [Alarms] });
    const before = performance.now();
    await test.callback();
    await steps.get('completed');
    const tookMs = performance.now() - before;
    expect(of('accepted')).toEqual([{ ...receivedAlarm, outcome: 'accepted', durationMs: ms }]);
    const handled = {
      ...receivedAlarm,
      event: 'group.quotaAlarm',
      attempt: 1,
      before: false,
      durationMs: ms,
    };
    // In the order in which they end.
    expect(of('handled')).toEqual([
      { ...handled, handler: '@OnEvent' },
      { ...handled, handler: 'Alarms.warn' },
    ]);
    expect(of('completed')).toEqual([{ ...ofAlarm, durationMs: ms }]);
    for (const { payload } of published) {
      const { durationMs } = payload as { durationMs: number };
      expect(durationMs).toBeGreaterThanOrEqual(0);
      // In ms: neither seconds nor microseconds, and no point in time.
      expect(durationMs).toBeLessThanOrEqual(tookMs + 1);
    }
    // Observers of the registration see the same.
    for (const step of ['accepted', 'handled', 'completed'] as const)
      expect(steps.all(step).map(named)).toEqual(of(step));
    expect(steps.names).toEqual(['accepted', 'answered', 'handled', 'handled', 'completed']);
  });

  it('gives its body to an observer that asks for it, but not to one that prints steps', async () => {
    const steps = await start({ providers: [Alarms] });
    const body = { ...sampleCallback(ALARM), Remark: 'four-leaf' };
    await test.callback({ body });
    await steps.get('completed');
    for (const step of [...steps.all('accepted'), ...steps.all('handled')]) {
      expect(bodyOf(step)).toMatchObject(body);
      const written = [JSON.stringify(step), inspect(step), inspect(structuredClone(step))];
      expect(written.join()).not.toContain('four-leaf');
    }
    const [answered] = steps.all('answered');
    expect(answered).toMatchObject({ id: alarmId, status: 200 });
  });

  it('is a duplicate when it comes again', async () => {
    const steps = await start();
    await test.callback();
    await test.callback();
    await steps.get('accepted', 2);
    expect(steps.all('accepted')).toMatchObject([{ outcome: 'accepted' }, { outcome: 'duplicate' }]);
    expect(of('accepted')[1]).toEqual({ ...receivedAlarm, outcome: 'duplicate', durationMs: ms });
  });

  it('is unavailable if it cannot be kept, with the reason', async () => {
    const gate = new Gate();
    class Parked {
      @OnTencentChatEvent('group.quotaAlarm')
      wait(): Promise<void> {
        return gate.pass();
      }
    }
    const delivery = inProcessDelivery({ capacity: 1 });
    await start({ providers: [Parked], options: { delivery } });
    await test.callback();
    await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed: 1 } });
    gate.open();
    expect(of('accepted')[1]).toEqual({
      ...receivedAlarm,
      outcome: 'unavailable',
      durationMs: ms,
      why: '1 callbacks are waiting for their handlers',
    });
    expect(of('rejected')).toEqual([
      {
        registration: 'watched',
        reason: 'unavailable',
        status: 503,
        message: 'the callback could not be kept: 1 callbacks are waiting for their handlers',
        command: ALARM,
        sdkAppId: SDK_APP_ID,
      },
    ]);
  });

  it('is rescheduled, made a dead letter, replayed and discarded, each step with its details', async () => {
    const steps = await start({ providers: [Alarms], options: { delivery: inProcessDelivery(QUICK) } });
    const alarms = test.app.get(Alarms);
    alarms.broken = true;
    const before = Date.now();
    await test.callback();
    await steps.get('deadLettered');
    const error = new Error('the chat is away');
    const failures = [expect.objectContaining({ handler: 'Alarms.warn', error })];
    const failed = of('handled').filter((step) => 'error' in step);
    const failure = { handler: 'Alarms.warn', error };
    expect(failed).toMatchObject([
      { ...failure, attempt: 1 },
      { ...failure, attempt: 2 },
    ]);
    expect(of('rescheduled')).toEqual([{ ...ofAlarm, attempt: 1, failures, dueAt: ms }]);
    const { dueAt } = await steps.get('rescheduled');
    expect(Math.abs(dueAt - before)).toBeLessThan(5000);
    expect(of('deadLettered')).toEqual([
      {
        ...receivedAlarm,
        reason: 'failed',
        attempts: 2,
        failures,
        error: 'the chat is away',
      },
    ]);

    const letters = test.app.get(DeadLetters);
    const [letter] = await letters.list();
    await letters.replay(letter!.id, { actor: 'ann' });
    await steps.get('deadLettered', 2);
    await letters.replay(letter!.id);
    await steps.get('deadLettered', 3);
    await letters.discard(letter!.id, { actor: 'bob' });
    await letters.discard(letter!.id, { actor: 'eve' });
    const { id, command, sdkAppId } = letter!;
    const receivedAt = letter!.receivedAt.getTime();
    const action = { registration: 'watched', id, command, sdkAppId, receivedAt };
    expect(of('replayed')).toEqual([{ ...action, actor: 'ann' }, action]);
    expect(of('discarded')).toEqual([{ ...action, actor: 'bob' }]);
  });

  it('whose body fails its class is rejected, and becomes one dead letter', async () => {
    await start();
    const body = { ...sampleCallback(ALARM), Quota: 'many' };
    await test.callback({ body });
    await test.callback({ body });
    const error = 'Quota must be a whole number';
    const invalidId = expect.stringMatching(
      /^1400000000\/Group\.CallbackOnDailyGroupQuotaAlarm\/[0-9a-f]{64}$/,
    );
    expect(of('deadLettered')).toEqual([
      { ...receivedAlarm, id: invalidId, reason: 'invalid', attempts: 0, failures: [], error },
    ]);
    expect(of('rejected')).toHaveLength(2);
    expect(of('rejected')[0]).toEqual({
      registration: 'watched',
      reason: 'invalidBody',
      status: 400,
      message: error,
      command: ALARM,
      sdkAppId: SDK_APP_ID,
    });
  });
});

describe('a before-callback', () => {
  const ofCreation = {
    registration: 'watched',
    id: expect.stringMatching(/^1400000000\/Group\.CallbackBeforeCreateGroup\//),
    command: BEFORE_CREATE,
    sdkAppId: SDK_APP_ID,
    receivedAt: ms,
  };
  const budget = { durationMs: ms, timeoutMs: 50, fallback: 'allow' };
  const options = { verdicts: { timeoutMs: 50 } };

  it('is decided by its handlers, with the time they took', async () => {
    class Policy {
      @OnTencentChatEvent('group.beforeCreate')
      decide(event: GroupBeforeCreateEvent) {
        return event.reject({ code: 10_111 });
      }
    }
    await start({ providers: [Policy], options });
    await test.callback({ command: BEFORE_CREATE });
    expect(of('decided')).toEqual([
      {
        ...ofCreation,
        ...budget,
        kind: 'reject',
        errorCode: 10_111,
        decidedBy: 'handlers',
        late: [],
        failures: [],
      },
    ]);
    expect(of('handled')).toEqual([
      {
        ...ofCreation,
        event: 'group.beforeCreate',
        handler: 'Policy.decide',
        attempt: 1,
        before: true,
        durationMs: ms,
      },
    ]);
    expect(of('accepted')).toEqual([]);
    expect(of('completed')).toEqual([]);
  });

  it('is decided by nobody if no handler has an opinion', async () => {
    await start({ options });
    await test.callback({ command: BEFORE_CREATE });
    expect(of('decided')).toEqual([
      { ...ofCreation, ...budget, kind: 'allow', errorCode: 0, decidedBy: 'nobody', late: [], failures: [] },
    ]);
  });

  it('is decided by the fallback if a handler fails or is late', async () => {
    const gate = new Gate();
    const error = new Error('the word list is away');
    class Policy {
      @OnTencentChatEvent('group.beforeCreate')
      async failing(): Promise<undefined> {
        throw error;
      }
      @OnTencentChatEvent('group.beforeCreate')
      async late(event: GroupBeforeCreateEvent) {
        await gate.pass();
        return event.reject();
      }
    }
    const steps = await start({ providers: [Policy], options });
    await test.callback({ command: BEFORE_CREATE });
    expect(of('decided')).toEqual([
      {
        ...ofCreation,
        ...budget,
        kind: 'allow',
        errorCode: 0,
        decidedBy: 'fallback',
        late: ['Policy.late'],
        failures: [{ handler: 'Policy.failing', error }],
      },
    ]);
    gate.open();
    const late = await steps.get('handled', 2);
    expect(late.handler).toBe('Policy.late');
    expect(late.lateByMs).toBeGreaterThan(0);
    expect(late.durationMs).toBeCloseTo(50 + late.lateByMs!, 3);
    expect(of('handled')[0]).toMatchObject({ handler: 'Policy.failing', error });
    expect(of('handled')[0]).not.toHaveProperty('lateByMs');
  });
});

describe('a rejected request', () => {
  it('is reported without secrets, and without text of strangers', async () => {
    await start();
    const PATH = '/tencent-chat/webhook';
    await test.callback({ token: 'a-guess', command: 'C2C.Stranger' });
    await test.callback({ sdkAppId: 5 });
    await test.callback({ command: 'not a command' });
    await test.callback({ body: '{"Text":"what one user wrote"' });
    await test.callback({ body: { CallbackCommand: 'what one user wrote' } });
    await test.post(`${PATH}?SdkAppid=what-a-stranger-wrote`);
    const rejected = of('rejected') as Record<string, unknown>[];
    expect(rejected.map(({ reason, status }) => [reason, status])).toEqual([
      ['unauthenticated', 401],
      ['foreignApp', 403],
      ['malformedUrl', 400],
      ['malformedBody', 400],
      ['malformedBody', 400],
      ['malformedUrl', 400],
    ]);
    const text = JSON.stringify(rejected);
    for (const secret of [TOKEN, 'a-guess', 'C2C.Stranger', 'wrote', 'not a command']) {
      expect(text).not.toContain(secret);
    }
    for (const each of rejected.slice(0, 3)) expect(each).not.toHaveProperty('command');
    expect(rejected[3]).toMatchObject({ command: ALARM, sdkAppId: SDK_APP_ID });
    const known = ['registration', 'reason', 'status', 'message', 'command', 'sdkAppId'];
    for (const each of rejected) for (const key of Object.keys(each)) expect(known).toContain(key);
  });
});

describe('a registration', () => {
  it('reports its quota after each alarm', async () => {
    const steps = await start({ options: { quota: { timeZone: 'UTC' } } });
    await test.callback();
    await steps.get('quota');
    expect(of('quota')).toEqual([
      {
        registration: 'watched',
        sdkAppId: SDK_APP_ID,
        day: new Date().toISOString().slice(0, 10),
        used: 7321,
        quota: 10_000,
        usage: 0.7321,
        exhaustsAt: null,
      },
    ]);
  });

  it('reports expired dead letters', async () => {
    await start({ options: { delivery: inProcessDelivery({ deadLetters: { max: 1 } }) } });
    for (const Quota of ['a', 'b']) await test.callback({ body: { ...sampleCallback(ALARM), Quota } });
    expect(of('expired')).toEqual([{ registration: 'watched', reason: 'max', count: 1, limit: 1 }]);
  });

  it.each([
    [1, '1 accepted callback was not handled within the 10 ms of drainTimeoutMs: it is lost'],
    [2, '2 accepted callbacks were not handled within the 10 ms of drainTimeoutMs: they are lost'],
  ])('tells that what was not handled is lost: %i', async (count, line) => {
    class Stuck {
      @OnTencentChatEvent('group.quotaAlarm')
      wait(): Promise<void> {
        return new Promise(() => {});
      }
    }
    const error = vi.fn();
    const delivery = inProcessDelivery({ drainTimeoutMs: 10 });
    await start({
      providers: [Stuck],
      options: { delivery, quota: false },
      logger: { log() {}, warn() {}, error },
    });
    for (let used = 1; used <= count; used += 1) {
      await test.callback({ body: { ...sampleCallback(ALARM), QuotaUsed: used } });
    }
    await test.app.close();
    expect(error.mock.calls.flat()).toContain(line);
  });

  it('reports that it was drained', async () => {
    await start({ options: { delivery: inProcessDelivery({ drainTimeoutMs: 777 }) } });
    await test.app.close();
    expect(of('drained')).toEqual([
      {
        registration: 'watched',
        durationMs: ms,
        timedOut: false,
        pending: 0,
        dead: 0,
        durable: false,
        drainTimeoutMs: 777,
      },
    ]);
  });

  it('reports that its store is down', async () => {
    const path = temporaryFolder();
    const steps = await start({ options: { delivery: lmdbDelivery({ path }) } });
    rmSync(path, { recursive: true });
    expect(await steps.get('store')).toEqual({
      registration: 'watched',
      state: 'down',
      why: expect.any(String),
    });
  });
});

describe('an observer', () => {
  it('that throws breaks nothing, and a warning of the process says so', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    const steps = await start({ providers: [Alarms] });
    const fail = () => {
      throw new Error('the metrics are away');
    };
    const lifecycle = test.app.get(Lifecycle);
    lifecycle.observe(Object.fromEntries(Object.keys(LIFECYCLE_CHANNELS).map((step) => [step, fail])));
    const after = new StepLog(test.app, 'accepted', 'handled', 'completed');
    expect((await test.callback()).status).toBe(200);
    await steps.get('completed');
    expect(after.names).toEqual(['accepted', 'handled', 'handled', 'completed']);
    expect(String(warned.mock.calls[0]?.[0])).toMatch(
      /an observer of the step "accepted" threw: the metrics are away/,
    );
    expect((await test.callback({ token: 'stranger' })).status).toBe(401);
    expect((await test.callback({ command: BEFORE_CREATE })).status).toBe(200);
  });

  it('that cannot be read breaks nothing, and one that is no object is refused', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    await start({ providers: [Alarms] });
    const lifecycle = test.app.get(Lifecycle);
    for (const nothing of [null, undefined, 5]) {
      expect(() => lifecycle.observe(nothing as never)).toThrow(/observe\(\) takes an object/);
    }
    const refuse = () => {
      throw new Error('a trap');
    };
    lifecycle.observe(new Proxy({}, { get: refuse }));
    expect((await test.callback()).status).toBe(200);
    expect((await test.callback({ token: 'stranger' })).status).toBe(401);
    expect(String(warned.mock.calls[0]?.[0])).toMatch(/an observer of the step "accepted" threw: a trap/);
  });

  it('that rejects breaks nothing either', async () => {
    const warned = vi.spyOn(process, 'emitWarning').mockImplementation(() => {});
    onTestFinished(() => warned.mockRestore());
    const steps = await start();
    // A function that returns a promise may stand where one without a result is expected.
    test.app.get(Lifecycle).observe({
      accepted: async () => {
        throw new Error('the journal is away');
      },
    });
    expect((await test.callback()).status).toBe(200);
    await steps.get('completed');
    await vi.waitFor(() => expect(String(warned.mock.lastCall?.[0])).toMatch(/the journal is away/));
  });

  it('can be a provider of the app', async () => {
    const accepted = vi.fn();
    @Injectable()
    class Metrics {
      constructor(lifecycle: Lifecycle) {
        lifecycle.observe({ accepted });
      }
    }
    await start({ providers: [Metrics] });
    await test.callback();
    expect(accepted).toHaveBeenCalledTimes(1);
  });

  it('can be ended', async () => {
    await start();
    const accepted = vi.fn();
    const end = test.app.get(Lifecycle).observe({ accepted });
    await test.callback();
    end();
    await test.callback();
    expect(accepted).toHaveBeenCalledTimes(1);
  });

  it('sees only its own registration', async () => {
    await start();
    const other = await createTestApp({ options: { name: 'other' } });
    const rejected = vi.fn();
    test.app.get(Lifecycle).observe({ rejected });
    await other.callback({ token: 'stranger' });
    expect(rejected).not.toHaveBeenCalled();
    expect(of('rejected')).toMatchObject([{ registration: 'other' }]);
    await other.app.close();
  });
});
