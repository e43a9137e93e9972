import { Injectable } from '@nestjs/common';
import { PrometheusExporter, PrometheusSerializer } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { expect, it, onTestFinished } from 'vitest';
import type { Delivery } from '../../src/delivery/port/delivery.js';
import {
  inProcessDelivery,
  Lifecycle,
  type LifecycleStepName,
  OnTencentChatEvent,
  type TencentChatBeforeEvent,
} from '../../src/index.js';
import { openTelemetry } from '../../src/opentelemetry/index.js';
import type { DeliveryContext } from '../../src/store/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, type TestApp, type TestAppOptions } from '../support/create-test-app.js';
import { StepLog } from '../support/step-log.js';
import { alertRules, selections } from './metric-queries.js';
import { PromQl, type Scrape } from './prom-ql.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const BEFORE_CREATE = 'Group.CallbackBeforeCreateGroup';

@Injectable()
class Failing {
  @OnTencentChatEvent('group.quotaAlarm')
  book(): void {
    throw new TypeError('not now');
  }

  @OnTencentChatEvent('group.beforeCreate')
  async decide(_event: TencentChatBeforeEvent): Promise<void> {
    throw new TypeError('not now');
  }
}

/** What causes the first event of each alert on a counter, and the step after which it is counted. */
interface FirstEvent {
  cause: (test: TestApp) => unknown;
  step: LifecycleStepName;
  app?: TestAppOptions;
}

const failing = { providers: [Failing] };

const FIRST_EVENTS: Record<string, FirstEvent> = {
  TencentChatCallbacksNotKept: {
    cause: (test) => test.callback({ body: sampleCallback(ALARM) }),
    step: 'accepted',
    app: { options: { delivery: brokenDelivery } },
  },
  TencentChatAnswersLate: {
    // As the controller reports an answer: a real one that is this late would stretch the test.
    cause: ({ app }) =>
      app.get(Lifecycle).report('answered', {
        command: ALARM,
        sdkAppId: 1400000000,
        id: 'a',
        status: 200,
        errorCode: 0,
        durationMs: 1900,
      }),
    step: 'answered',
  },
  TencentChatVerdictsByFallback: {
    cause: (test) => test.callback({ command: BEFORE_CREATE, body: sampleCallback(BEFORE_CREATE) }),
    step: 'decided',
    app: failing,
  },
  TencentChatHandlerFails: {
    cause: (test) => test.callback({ body: sampleCallback(ALARM) }),
    step: 'rescheduled',
    app: failing,
  },
  TencentChatUnauthenticated: { cause: (test) => test.callback({ token: 'wrong' }), step: 'rejected' },
  TencentChatWireMoved: {
    cause: (test) => test.callback({ body: { ...sampleCallback(ALARM), NewMember: 1 } }),
    step: 'drift',
  },
  TencentChatFaults: {
    cause: ({ app }) => app.get(Lifecycle).report('fault', { message: 'something failed' }),
    step: 'fault',
  },
};

const COUNTER = /_(total|count|bucket)$/;
const counterRules = alertRules().filter(({ expr }) =>
  selections(expr).some(({ metric }) => COUNTER.test(metric)),
);

it('has a first event for each alert on a counter', () => {
  expect(counterRules.map(({ alert }) => alert).toSorted()).toEqual(Object.keys(FIRST_EVENTS).toSorted());
});

/** How often Prometheus scrapes, and for how long it has done so before the event, in s. */
const INTERVAL = 30;
const EVENT_AT = 2 * 86_400;

it.each(counterRules)('$alert fires on the first event', async ({ alert, expr, for: minutes = '0m' }) => {
  const { cause, step, app } = FIRST_EVENTS[alert] as FirstEvent;
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [exporter] });
  onTestFinished(() => provider.shutdown());
  const telemetry = openTelemetry({ meter: provider.getMeter('test') });
  const test = await createTestApp({ ...app, options: { ...app?.options, telemetry } });
  onTestFinished(() => test.app.close());
  const scrape = async () => new PrometheusSerializer().serialize((await exporter.collect()).resourceMetrics);

  const before = await scrape();
  const counted = new StepLog(test.app, step);
  await cause(test);
  await counted.get(step);
  const after = await scrape();

  const holdsUntil = EVENT_AT + Number.parseInt(minutes, 10) * 60;
  const scrapes: Scrape[] = [];
  for (let at = EVENT_AT - 7200; at <= holdsUntil; at += INTERVAL) {
    scrapes.push({ at, text: at < EVENT_AT ? before : after });
  }
  const prometheus = new PromQl(scrapes);
  expect(prometheus.evaluate(expr, EVENT_AT - INTERVAL)).toEqual([]);
  for (let at = EVENT_AT; at <= holdsUntil; at += INTERVAL) {
    expect(prometheus.evaluate(expr, at), `${at - EVENT_AT} s after the event`).toHaveLength(1);
  }
});

async function brokenDelivery(context: DeliveryContext): Promise<Delivery> {
  const broken = await inProcessDelivery()(context);
  broken.accept = () => Promise.reject(new Error('no space left on device'));
  return broken;
}
