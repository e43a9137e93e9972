import { once } from 'node:events';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Injectable } from '@nestjs/common';
import { metrics } from '@opentelemetry/api';
import { PrometheusExporter } from '@opentelemetry/exporter-prometheus';
import { MeterProvider } from '@opentelemetry/sdk-metrics';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import {
  DeadLetters,
  inProcessDelivery,
  OnTencentChatEvent,
  type TencentChatBeforeEvent,
  type TencentChatEvent,
} from '../../src/index.js';
import type { DeliveryContext } from '../../src/store/index.js';
import { openTelemetry } from '../../src/opentelemetry/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { send } from '../support/send.js';
import { StepLog } from '../support/step-log.js';
import { alertQueries, boardQueries, documentedMetrics, selections } from './metric-queries.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const BEFORE_CREATE = 'Group.CallbackBeforeCreateGroup';
const SENT = 'C2C.CallbackAfterSendMsg';
const DESTROYED = 'Group.CallbackAfterGroupDestroyed';

@Injectable()
class Ledger {
  @OnTencentChatEvent('group.quotaAlarm')
  book(_event: TencentChatEvent): void {}

  @OnTencentChatEvent('group.destroyed')
  forget({ attempt }: TencentChatEvent): void {
    throw new TypeError(`not now, at attempt ${attempt}`);
  }

  @OnTencentChatEvent('c2c.messageSent', { id: 'late', timeoutMs: 20, retry: { attempts: 1 } })
  async index({ signal }: TencentChatEvent): Promise<void> {
    await once(signal, 'abort');
  }

  @OnTencentChatEvent('group.beforeCreate')
  decide(_event: TencentChatBeforeEvent): void {}
}

describe('what Prometheus scrapes', () => {
  /** The labels that each metric has at some of its series. */
  const scraped = new Map<string, Set<string>>();
  let text: string;
  let test: TestApp;
  const exporter = new PrometheusExporter({ preventServerStart: true });
  const provider = new MeterProvider({ readers: [exporter] });
  const server = createServer((request, response) => exporter.getMetricsRequestHandler(request, response));

  beforeAll(async () => {
    metrics.setGlobalMeterProvider(provider);
    test = await createTestApp({
      providers: [Ledger, Presence],
      options: {
        telemetry: openTelemetry(),
        delivery: (context: DeliveryContext) => {
          context.lifecycle.report('fault', { message: 'something failed' });
          return inProcessDelivery({ retry: { attempts: 2, initialDelayMs: 1 } })(context);
        },
      },
    });
    await live(test);
    await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
    const { port } = server.address() as AddressInfo;
    ({ text } = await send(`http://127.0.0.1:${port}/metrics`, { method: 'GET' }));
    for (const [, metric = '', labels = ''] of text.matchAll(/^(\w+)(?:\{(.*)\})? \S+$/gm)) {
      const names = [...labels.matchAll(/(\w+)="/g)].map(([, name = '']) => name);
      scraped.set(metric, new Set([...(scraped.get(metric) ?? []), ...names]));
    }
  });
  afterAll(async () => {
    server.close();
    await test.app.close();
    metrics.disable();
    await provider.shutdown();
  });

  it('is what each panel of the board asks for', () => {
    expect(boardQueries().length).toBeGreaterThan(20);
    for (const { title, query } of boardQueries()) expectScraped(title, query);
  });

  it('is what each alert asks for', () => {
    expect(alertQueries().length).toBeGreaterThan(10);
    for (const { title, query } of alertQueries()) expectScraped(title, query);
  });

  it('is all on the board', () => {
    const shown = boardQueries().flatMap(({ query }) => selections(query).map(({ metric }) => metric));
    for (const [name] of families(text)) {
      expect(
        shown.some((metric) => metric.startsWith(name)),
        name,
      ).toBe(true);
    }
  });

  it('is all in the manual, with kind, unit and attributes', () => {
    const documented = documentedMetrics().map(({ name, kind, unit, attributes }) => ({
      name: name.replaceAll('.', '_') + (kind === 'counter' ? '_total' : ''),
      kind,
      unit,
      attributes: attributes.map((attribute) => attribute.replaceAll('.', '_')),
    }));
    const served = families(text).map(([name, kind]) => {
      const labels = scraped.get(kind === 'histogram' ? `${name}_count` : name) ?? new Set();
      return {
        name,
        kind,
        unit: new RegExp(`^# UNIT ${name} (.*)$`, 'm').exec(text)?.[1],
        attributes: [...labels].filter(
          (label) => label !== 'tencent_chat_registration' && label !== 'otel_scope_name',
        ),
      };
    });
    const inOrder = (list: { name: string; attributes: string[] }[]) =>
      list
        .map((metric) => ({ ...metric, attributes: metric.attributes.toSorted() }))
        .toSorted((one, other) => one.name.localeCompare(other.name));
    expect(inOrder(documented)).toEqual(inOrder(served));
  });

  it('has values that are right', () => {
    expect(text).toMatch(/^tencent_chat_delivery_dead\{[^}]*\} 2$/m);
    expect(text).toMatch(/^tencent_chat_quota_usage\{[^}]*tencent_chat_sdk_app_id="1400000000"[^}]*\} 0.9$/m);
  });

  function expectScraped(title: string, query: string): void {
    const selected = selections(query);
    expect(selected, title).not.toEqual([]);
    for (const { metric, labels } of selected) {
      expect([...scraped.keys()], title).toContain(metric);
      expect([...(scraped.get(metric) ?? [])], `${title}: ${metric}`).toEqual(expect.arrayContaining(labels));
    }
  }
});

/** The name and the type of everything that is served, but for what the SDK says of itself. */
function families(text: string): [name: string, type: string][] {
  return [...text.matchAll(/^# TYPE (\w+) (\w+)$/gm)]
    .map(([, name = '', type = '']): [string, string] => [name, type])
    .filter(([name]) => name !== 'target_info');
}

class Presence {
  @OnTencentChatEvent('state.changed', { onStale: 'skip' })
  keep(): void {}
}

/** Something of everything that is counted. */
async function live(test: TestApp): Promise<void> {
  const steps = new StepLog(test.app, 'deadLettered', 'quota', 'replayed', 'completed');
  const handled = new StepLog(test.app, 'handled');
  const alarm = { ...sampleCallback(ALARM), EventTime: Date.now(), QuotaUsed: 9000, Quota: 10_000 };
  await test.callback({ body: { ...alarm, NewMember: 1 } });
  await test.callback({ command: BEFORE_CREATE, body: sampleCallback(BEFORE_CREATE) });
  await test.callback({ command: DESTROYED, body: sampleCallback(DESTROYED) });
  await test.callback({ command: 'New.Command', body: {} });
  const state = sampleCallback('State.StateChange');
  for (const EventTime of [2, 1]) {
    await test.callback({ command: 'State.StateChange', body: { ...state, EventTime } });
    const calls = () => handled.all('handled').filter(({ handler }) => handler === 'Presence.keep');
    await vi.waitFor(() => expect(calls()).toHaveLength(3 - EventTime));
  }
  await test.callback({ command: SENT, body: sampleCallback(SENT) });
  await vi.waitFor(() => expect(handled.all('handled').some(({ lateByMs }) => lateByMs)).toBe(true), 10_000);
  await test.callback({ token: 'wrong' });
  await steps.get('deadLettered', 2);
  const { id } = steps.all('deadLettered').find(({ command }) => command === DESTROYED)!;
  await test.app.get(DeadLetters, { strict: false }).replay(id);
  await steps.get('deadLettered', 3);
  await steps.get('quota');
  await steps.get('completed');
}
