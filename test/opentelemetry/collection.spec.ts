import { setTimeout } from 'node:timers/promises';
import { createNoopMeter, type Meter } from '@opentelemetry/api';
import {
  AggregationTemporality,
  createDenyListAttributesProcessor,
  type Histogram,
  type ViewOptions,
} from '@opentelemetry/sdk-metrics';
import { describe, expect, it, onTestFinished } from 'vitest';
import { inProcessDelivery, Lifecycle, type LifecycleStepName } from '../../src/index.js';
import { openTelemetry } from '../../src/opentelemetry/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, type TestApp, type TestAppOptions } from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { StepLog } from '../support/step-log.js';
import { CollectedMetrics, onePoint } from './collected-metrics.js';
import { Ledger } from './ledger.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const ALARMS = { 'tencent_chat.command': ALARM };
const COMPLETED = { ...ALARMS, 'tencent_chat.outcome': 'completed' };
/** The listeners of the tests are another handler. */
const LEDGER = { 'tencent_chat.handler': 'Ledger.book' };
const BEFORE_CREATE = 'Group.CallbackBeforeCreateGroup';
/** What metrics alone are made of. */
const STEPS: LifecycleStepName[] = ['accepted', 'handled', 'completed', 'answered', 'drift', 'decided'];

interface Started extends TestApp {
  /** Sends that many alarms, and waits until all are handled. */
  alarms(count: number): Promise<void>;
}

describe('the collection of metrics', () => {
  function collected(options?: { temporality?: AggregationTemporality; views?: ViewOptions[] }) {
    const metrics = new CollectedMetrics(options);
    onTestFinished(() => metrics.shutdown());
    return metrics;
  }

  async function start(meter: Meter | undefined, options: TestAppOptions['options'] = {}): Promise<Started> {
    const telemetry = openTelemetry({ meter });
    const test = await createTestApp({
      options: { telemetry, quota: false, ...options },
      providers: [Ledger],
    });
    onTestFinished(() => test.app.close());
    const steps = new StepLog(test.app, 'completed');
    let sent = 0;
    return {
      ...test,
      async alarms(count) {
        const bodies = Array.from({ length: count }, (_, nth) => ({
          ...sampleCallback(ALARM),
          EventTime: 1795572704953 + sent + nth,
        }));
        sent += count;
        await Promise.all(bodies.map((body) => test.callback({ body })));
        await steps.get('completed', sent);
      },
    };
  }

  it('counts and times what happened before, between and after collections', async () => {
    const metrics = collected();
    const test = await start(metrics.meter);
    let handled = 0;
    for (const alarms of [2, 300, 1, 0]) {
      await test.alarms(alarms);
      handled += alarms;
      const all = await metrics.collect();
      expect(onePoint(all, 'tencent_chat.callbacks', ALARMS)?.value).toBe(handled);
      expect(onePoint(all, 'tencent_chat.attempts', COMPLETED)?.value).toBe(handled);
      for (const [name, attributes] of [
        ['tencent_chat.answer.duration', ALARMS],
        ['messaging.process.duration', LEDGER],
        ['tencent_chat.delivery.duration', ALARMS],
      ] as const) {
        const histogram = onePoint(all, name, attributes)?.value as Histogram | undefined;
        expect(histogram?.count, name).toBe(handled);
        const inBuckets = histogram?.buckets.counts.reduce((sum, each) => sum + each, 0);
        expect(inBuckets, name).toBe(handled);
      }
    }
  });

  it('counts verdicts and their time in every collection', async () => {
    const metrics = collected();
    const test = await start(metrics.meter);
    for (const asked of [1, 2, 3]) {
      await test.callback({ command: BEFORE_CREATE, body: sampleCallback(BEFORE_CREATE) });
      const all = await metrics.collect();
      expect(onePoint(all, 'tencent_chat.verdicts')?.value).toBe(asked);
      expect(onePoint(all, 'tencent_chat.callbacks')?.value).toBe(asked);
      expect(onePoint(all, 'tencent_chat.verdict.budget.usage')?.value).toMatchObject({ count: asked });
    }
  });

  it('exports the increase and the start of each period if the SDK asks for deltas', async () => {
    const metrics = collected({ temporality: AggregationTemporality.DELTA });
    const test = await start(metrics.meter);
    for (const alarms of [2, 3, 0, 1]) {
      await test.alarms(alarms);
      const handledAt = Date.now();
      await setTimeout(2);
      const all = await metrics.collect();
      const calls = onePoint(all, 'messaging.process.duration', LEDGER);
      expect((calls?.value as Histogram | undefined)?.count ?? 0).toBe(alarms);
      expect(onePoint(all, 'tencent_chat.callbacks', ALARMS)?.value ?? 0).toBe(alarms);
      for (const point of [onePoint(all, 'tencent_chat.callbacks', ALARMS), calls]) {
        const [seconds, nanoseconds] = point?.startTime ?? [0, 0];
        expect(seconds * 1000 + nanoseconds / 1e6).toBeLessThanOrEqual(handledAt);
      }
    }
  });

  it('is when the SDK gets what was counted, but for the first', async () => {
    const metrics = collected();
    const additions: [name: string, count: number][] = [];
    const createCounter: Meter['createCounter'] = (name, options) => {
      const counter = metrics.meter.createCounter(name, options);
      return {
        add(count, attributes) {
          additions.push([name, count]);
          counter.add(count, attributes);
        },
      };
    };
    const test = await start(Object.create(metrics.meter, { createCounter: { value: createCounter } }));
    await metrics.collect();
    await test.alarms(10);
    expect(additions).toEqual([
      ['tencent_chat.callbacks', 1],
      ['tencent_chat.attempts', 1],
    ]);
    expect(await metrics.value('tencent_chat.callbacks', ALARMS)).toBe(10);
    expect(additions.slice(2)).toEqual([
      ['tencent_chat.callbacks', 9],
      ['tencent_chat.attempts', 9],
    ]);
  });

  it('sums what a view leaves with equal attributes', async () => {
    const attributesProcessors = [createDenyListAttributesProcessor(['tencent_chat.outcome'])];
    const metrics = collected({ views: [{ instrumentName: 'tencent_chat.*', attributesProcessors }] });
    const test = await start(metrics.meter);
    const duplicate = { ...sampleCallback(ALARM), EventTime: 1795572704953 };
    for (const callbacks of [3, 6]) {
      await test.alarms(1);
      for (const _ of [1, 2]) await test.callback({ body: duplicate });
      expect(await metrics.value('tencent_chat.callbacks', ALARMS)).toBe(callbacks);
    }
  });

  it('sums what two apps count, at the same time and one after the other', async () => {
    const metrics = collected();
    const first = await start(metrics.meter);
    const second = await start(metrics.meter);
    await first.alarms(1);
    await metrics.collect();
    await first.alarms(2);
    await second.alarms(3);
    expect(await metrics.value('tencent_chat.attempts')).toBe(6);
    await first.app.close();
    await second.alarms(1);
    await (await start(metrics.meter)).alarms(1);
    expect(await metrics.value('tencent_chat.attempts')).toBe(8);
    expect(await metrics.histogram('messaging.process.duration', LEDGER)).toMatchObject({ count: 8 });
  });

  it('exports the last counts if the SDK is shut down after the app', async () => {
    const metrics = new CollectedMetrics();
    const test = await start(metrics.meter);
    await test.alarms(1);
    await metrics.collect();
    await test.alarms(3);
    await test.app.close();
    await metrics.shutdown();
    const all = metrics.exported();
    expect(onePoint(all, 'tencent_chat.callbacks', ALARMS)?.value).toBe(4);
    expect(onePoint(all, 'tencent_chat.attempts', COMPLETED)?.value).toBe(4);
    expect(onePoint(all, 'messaging.process.duration', LEDGER)?.value).toMatchObject({ count: 4 });
    expect(onePoint(all, 'tencent_chat.answer.duration')?.value).toMatchObject({ count: 4 });
  });

  it('exports the counts until then if the SDK is shut down before the app', async () => {
    const metrics = new CollectedMetrics();
    const test = await start(metrics.meter);
    await test.alarms(1);
    await metrics.collect();
    await test.alarms(3);
    await metrics.shutdown();
    expect(onePoint(metrics.exported(), 'tencent_chat.attempts', COMPLETED)?.value).toBe(4);
    await test.app.close();
  });

  it('counts handlers that end after their app', async () => {
    const metrics = collected();
    const test = await start(metrics.meter, { delivery: inProcessDelivery({ drainTimeoutMs: 1 }) });
    await test.alarms(1);
    await metrics.collect();
    const gate = new Gate();
    const ended = new StepLog(test.app, 'handled');
    test.app.get(Ledger).onAlarm = () => gate.pass();
    for (const EventTime of [1, 2, 3]) {
      await test.callback({ body: { ...sampleCallback(ALARM), EventTime } });
    }
    await gate.reached(3);
    await test.app.close();
    gate.open();
    // With those of the test's own listeners.
    await ended.get('handled', 6);
    expect(await metrics.histogram('messaging.process.duration', LEDGER)).toMatchObject({ count: 4 });
  });

  it('is not awaited if the SDK never announces one', async () => {
    const metrics = collected();
    const meter: Meter = Object.create(metrics.meter, { addBatchObservableCallback: { value() {} } });
    const test = await start(meter);
    for (const alarms of [1, 2, 3]) {
      await test.alarms(1);
      expect(await metrics.value('tencent_chat.attempts', COMPLETED)).toBe(alarms);
      expect(await metrics.histogram('messaging.process.duration', LEDGER)).toMatchObject({ count: alarms });
    }
  });

  it.each([
    ['no SDK is registered', undefined],
    ['the meter does nothing', createNoopMeter()],
  ])('does not have a callback observed where %s', async (_, meter) => {
    const test = await start(meter);
    expect((await test.callback({ body: sampleCallback(ALARM) })).status).toBe(200);
    const lifecycle = test.app.get(Lifecycle);
    // `completed` is observed by the test.
    const observed = STEPS.filter((step) => step !== 'completed' && lifecycle.isObserved(step));
    // The log has it.
    expect(observed).toEqual(['decided']);
  });
});
