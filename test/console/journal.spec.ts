import { Injectable, Module } from '@nestjs/common';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { describe, expect, it } from 'vitest';
import { CallbackJournal, TencentChatConsoleModule, type JournalEntry } from '../../src/console/index.js';
import {
  DeadLetters,
  inProcessDelivery,
  NonRetryableError,
  OnTencentChatEvent,
  type GroupBeforeCreateEvent,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { registration, SDK_APP_ID, TOKEN } from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { StepLog } from '../support/step-log.js';
import { createConsoleApp, type ConsoleApp, type ConsoleAppOptions } from './create-console-app.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const BEFORE_CREATE = 'Group.CallbackBeforeCreateGroup';
const QUICK = { retry: { attempts: 2, initialDelayMs: 1, maxDelayMs: 1 } };
const ms = expect.any(Number);
const alarm = (used: number) => ({ body: { ...sampleCallback(ALARM), QuotaUsed: used } });

@Injectable()
class Alarms {
  failures = 0;
  error: Error = new Error('the chat is away');
  gate: Gate | undefined;
  @OnTencentChatEvent('group.quotaAlarm')
  async warn(): Promise<void> {
    await this.gate?.pass();
    if (this.failures-- > 0) throw this.error;
  }
  @OnTencentChatEvent('group.quotaAlarm', { id: 'ledger' })
  book(): void {}
}

/** A page of the app's own, with the journal of the console that is imported beside it. */
@Injectable()
class PageOfTheApp {
  constructor(readonly journal: CallbackJournal) {}
}

const consoleOf = (name: string) =>
  TencentChatConsoleModule.forRoot({ path: `${name}/console`, guards: 'public', registrations: [name] });

@Module({ imports: [consoleOf('default')], providers: [PageOfTheApp] })
class ConsoleOfDefault {}

@Module({ imports: [consoleOf('staging')], providers: [PageOfTheApp] })
class ConsoleOfStaging {}

async function start(options: ConsoleAppOptions = {}) {
  const test = await createConsoleApp({
    providers: [Alarms],
    ...options,
    options: { quota: false, delivery: inProcessDelivery(QUICK), ...options.options },
  });
  const steps = new StepLog(
    test.app,
    'answered',
    'accepted',
    'completed',
    'rescheduled',
    'deadLettered',
    'handled',
  );
  return { test, steps, journal: journalOf(test), alarms: test.app.get(Alarms, { strict: false }) };
}

const journalOf = ({ app }: ConsoleApp) => app.get(CallbackJournal, { strict: false });
/** The one entry that there is. */
function only(journal: CallbackJournal): JournalEntry {
  const entries = journal.entries();
  expect(entries).toHaveLength(1);
  return entries[0]!;
}

describe('the journal', () => {
  it('has an after-callback with its answer and its handlers', async () => {
    const { test, steps, journal, alarms } = await start();
    const gate = new Gate();
    alarms.gate = gate;
    const before = Date.now();
    await test.callback();
    await gate.reached();
    expect(only(journal)).toEqual({
      seq: ms,
      key: expect.any(String),
      id: expect.stringContaining(`${SDK_APP_ID}/${ALARM}/`),
      registration: 'default',
      command: ALARM,
      sdkAppId: SDK_APP_ID,
      receivedAt: ms,
      outcome: 'pending',
      answer: { status: 200, errorCode: 0, durationMs: ms },
      handlers: [
        { id: 'ledger', attempts: 1, durationMs: ms, done: true },
        { id: '@OnEvent', attempts: 1, durationMs: ms, done: true },
      ],
    });
    expect(Math.abs(only(journal).receivedAt - before)).toBeLessThan(5000);
    gate.open();
    await steps.get('completed');
    expect(only(journal)).toMatchObject({
      outcome: 'done',
      handlers: [
        { id: 'ledger', done: true },
        { id: '@OnEvent', done: true },
        { id: 'Alarms.warn', attempts: 1, done: true },
      ],
    });
  });

  it('has retries, dead letters, replays with their actor, and discards', async () => {
    const { test, steps, journal, alarms } = await start();
    alarms.failures = 3;
    await test.callback();
    const retrying = steps.get('rescheduled').then(() => only(journal));
    await steps.get('deadLettered');
    expect(await retrying).toMatchObject({ outcome: 'retrying', dueAt: ms });
    const dead = only(journal);
    expect(dead).toMatchObject({ outcome: 'dead', reason: 'failed' });
    expect(dead.dueAt).toBeUndefined();
    expect(dead.handlers.find(({ id }) => id === 'Alarms.warn')).toEqual({
      id: 'Alarms.warn',
      attempts: 2,
      durationMs: ms,
      done: false,
      error: 'the chat is away',
    });

    const letters = test.app.get(DeadLetters, { strict: false });
    const gate = new Gate();
    alarms.gate = gate;
    await letters.replay(dead.id, { actor: 'ann' });
    await gate.reached();
    expect(only(journal)).toMatchObject({ outcome: 'replayed', actor: 'ann' });
    expect(only(journal).reason).toBeUndefined();
    gate.open();
    await steps.get('completed');
    const done = only(journal);
    expect(done).toMatchObject({ outcome: 'done', actor: 'ann' });
    expect(done.handlers.every((handler) => handler.done && handler.error === undefined)).toBe(true);

    alarms.error = new NonRetryableError('never');
    alarms.failures = 1;
    await test.callback(alarm(9000));
    const { id } = await steps.get('deadLettered', 2);
    await letters.discard(id, { actor: 'bob' });
    expect(journal.entries().at(-1)).toMatchObject({ outcome: 'discarded', actor: 'bob' });
  });

  it('has duplicates, what could not be kept and what was invalid, each with its answer', async () => {
    const { test, steps, journal, alarms } = await start({
      options: { delivery: inProcessDelivery({ capacity: 1 }) },
    });
    const gate = new Gate();
    alarms.gate = gate;
    await test.callback();
    await test.callback();
    await test.callback(alarm(9000));
    await test.callback({ body: { ...sampleCallback(ALARM), Quota: 'many' } });
    await steps.get('answered', 4);
    const entries = journal.entries().toSorted((a, b) => Number(a.key) - Number(b.key));
    expect(entries.map(({ outcome, answer }) => [outcome, answer?.status])).toEqual([
      ['pending', 200],
      ['duplicate', 200],
      ['unavailable', 503],
      ['dead', 400],
    ]);
    expect(new Set(entries.map(({ key }) => key)).size).toBe(4);
    expect(entries[1]!.id).toBe(entries[0]!.id);
    gate.open();
    await steps.get('completed');
    expect(journal.entries().at(-1)).toMatchObject({ key: entries[0]!.key, outcome: 'done' });
  });

  it('shows callbacks without a handler as done', async () => {
    const { test, steps, journal } = await start();
    // The tests' own log of all events.
    const emitter = test.app.get(EventEmitter2, { strict: false });
    for (const listener of emitter.listenersAny()) emitter.offAny(listener);
    await test.callback({ command: 'State.StateChange' });
    await steps.get('answered');
    expect(only(journal)).toMatchObject({ outcome: 'done', handlers: [], answer: { status: 200 } });
  });

  it('has the verdict on a before-callback, who decided it and how long it took', async () => {
    @Injectable()
    class Policy {
      readonly late = new Gate();
      @OnTencentChatEvent('group.beforeCreate')
      decide(event: GroupBeforeCreateEvent) {
        return event.reject({ code: 10_111 });
      }
      @OnTencentChatEvent('group.beforeCreate', { id: 'slow' })
      wait() {
        return this.late.pass();
      }
    }
    const { test, steps, journal } = await start({
      providers: [Alarms, Policy],
      options: { verdicts: { timeoutMs: 1000 } },
    });
    await test.callback({ command: BEFORE_CREATE });
    expect(only(journal)).toMatchObject({
      outcome: 'decided',
      answer: { status: 200, errorCode: 10_111 },
      verdict: { kind: 'reject', decidedBy: 'handlers', usedMs: ms, timeoutMs: 1000 },
      handlers: [{ id: 'Policy.decide', attempts: 1, done: true }],
    });
    // It was decided without that one, which belongs to the same entry all the same.
    test.app.get(Policy).late.open();
    await steps.get('handled', 2);
    expect(only(journal).handlers.map(({ id }) => id)).toEqual(['Policy.decide', 'slow']);
    await test.callback({ command: BEFORE_CREATE });
    expect(journal.entries()).toHaveLength(2);
  });

  it('names the handlers that gave no verdict in time', async () => {
    @Injectable()
    class Policy {
      readonly gate = new Gate();
      @OnTencentChatEvent('group.beforeCreate')
      wait() {
        return this.gate.pass();
      }
    }
    const { test, steps, journal } = await start({
      providers: [Alarms, Policy],
      options: { verdicts: { timeoutMs: 20 } },
    });
    await test.callback({ command: BEFORE_CREATE });
    expect(only(journal)).toMatchObject({
      verdict: { kind: 'allow', decidedBy: 'fallback', timeoutMs: 20 },
      handlers: [{ id: 'Policy.wait', done: false, error: 'gave no verdict within 20 ms' }],
    });
    test.app.get(Policy).gate.open();
    await steps.get('handled');
    expect(only(journal).handlers).toEqual([
      { id: 'Policy.wait', attempts: 1, done: true, durationMs: ms, lateByMs: ms },
    ]);
  });

  it('has derived events, without an answer', async () => {
    @Injectable()
    class Levels {
      @OnTencentChatEvent('group.quotaLevelReached')
      warn(): void {}
    }
    const { test, steps, journal } = await start({ providers: [Alarms, Levels], options: { quota: {} } });
    await test.callback(alarm(9000));
    await steps.get('completed', 2);
    const level = journal.entries().find(({ command }) => command === 'group.quotaLevelReached');
    expect(level).toMatchObject({ outcome: 'done', answer: null, handlers: [{ id: 'Levels.warn' }, {}] });
  });

  it('returns what is new or changed since a number, and everything if it has not reached that number', async () => {
    const { test, steps, journal } = await start();
    await test.callback(alarm(7100));
    await test.callback(alarm(7200));
    await steps.get('completed', 2);
    const seen = journal.latest;
    expect(journal.entries({ after: seen })).toEqual([]);
    let calls = 0;
    const end = journal.onChange(() => {
      calls += 1;
    });
    await test.callback(alarm(7100));
    await steps.get('answered', 3);
    end();
    expect(calls).toBe(2);
    const [entry, ...others] = journal.entries({ after: seen });
    expect(others).toEqual([]);
    expect(entry).toMatchObject({ outcome: 'duplicate' });
    expect(journal.entries({ after: journal.latest + 1 })).toHaveLength(3);
    const seqs = journal.entries().map(({ seq }) => seq);
    expect(seqs).toEqual(seqs.toSorted((a, b) => a - b));
    expect(journal.entries({ limit: 2 }).map(({ seq }) => seq)).toEqual(seqs.slice(0, 2));
    await test.callback(alarm(7300));
    expect(calls).toBe(2);
  });

  it('is bounded in entries', async () => {
    const { test, steps, journal } = await start({ console: { journal: { max: 3 } } });
    for (let used = 7000; used < 7010; used += 1) await test.callback(alarm(used));
    await steps.get('completed', 10);
    expect(journal.entries()).toHaveLength(3);
    // For a callback that it no longer has, it begins a new entry.
    expect(journal.entries().every(({ outcome }) => outcome === 'done')).toBe(true);
  });

  it('does not change an entry that a newer one has replaced', async () => {
    const { test, steps, journal, alarms } = await start({
      console: { bodies: 'shown', journal: { max: 1 } },
    });
    alarms.error = new NonRetryableError('never');
    alarms.failures = 2;
    await test.callback();
    const { id } = await steps.get('deadLettered');
    await test.app.get(DeadLetters, { strict: false }).replay(id, { actor: 'ann' });
    await steps.get('deadLettered', 2);
    expect(only(journal)).toMatchObject({ outcome: 'dead', reason: 'failed', actor: 'ann' });
    await test.callback(alarm(9000));
    await steps.get('completed');
    const { outcome, reason, actor, handlers, body } = only(journal);
    expect({ outcome, reason, actor, body }).toEqual({ outcome: 'done', body: alarm(9000).body });
    expect(handlers.every(({ done, attempts }) => done && attempts === 1)).toBe(true);
    await test.callback(alarm(9000));
    await steps.get('answered', 3);
    expect(only(journal)).toMatchObject({ outcome: 'duplicate', handlers: [] });
  });

  it('is bounded in bytes, and leaves out what would take too much of them', async () => {
    const { test, steps, journal } = await start({
      console: { bodies: 'shown', journal: { maxBytes: 65_536 } },
    });
    const filler = 'x'.repeat(2500);
    for (let used = 7000; used < 7050; used += 1) {
      await test.callback({ body: { ...alarm(used).body, Filler: filler } });
    }
    await steps.get('completed', 50);
    const kept = journal.entries();
    expect(kept.length).toBeGreaterThan(5);
    expect(kept.length).toBeLessThan(20);
    expect(kept.at(-1)?.body).toMatchObject({ Filler: filler });
    await test.callback({ body: { ...alarm(8000).body, Filler: 'x'.repeat(10_000) } });
    await steps.get('completed', 51);
    const last = journal.entries().at(-1)!;
    expect(last).toMatchObject({ outcome: 'done' });
    expect(last).not.toHaveProperty('body');
  });

  it('has bodies only if the console shows them', async () => {
    const { test, journal, steps } = await start();
    const body = { ...sampleCallback(ALARM), Remark: 'of nobody else' };
    await test.callback({ body });
    await steps.get('completed');
    expect(only(journal)).not.toHaveProperty('body');
    expect(JSON.stringify(journal.entries())).not.toContain(body.Remark);

    const other = await start({ console: { bodies: 'shown' } });
    await other.test.callback({ body });
    await other.steps.get('completed');
    expect(only(other.journal).body).toMatchObject(body);
  });

  it('never has a token or a signature', async () => {
    const { test, journal, steps } = await start({ console: { bodies: 'shown' } });
    await test.callback();
    await test.callback({ token: 'a-guess-of-a-stranger' });
    await steps.get('completed');
    const text = JSON.stringify(journal.entries());
    expect(text).not.toContain(TOKEN);
    expect(text).not.toContain('a-guess');
    expect(text).not.toMatch(/"Sign"|Sign=/);
  });

  it('is separate for each console, with the registrations of that console', async () => {
    const { test, steps } = await start({
      registrations: [
        registration({ quota: false }),
        registration({ quota: false, name: 'staging', path: 'staging' }),
        ConsoleOfDefault,
      ],
      more: [ConsoleOfStaging],
    });
    await test.callback();
    await test.callback({ path: 'staging' });
    await steps.get('completed');
    const names = (module: typeof ConsoleOfDefault) =>
      test.app
        .select(module)
        .get(PageOfTheApp, { strict: true })
        .journal.entries()
        .map((entry) => entry.registration);
    expect(names(ConsoleOfDefault)).toEqual(['default']);
    expect(names(ConsoleOfStaging)).toEqual(['staging']);
  });
});
