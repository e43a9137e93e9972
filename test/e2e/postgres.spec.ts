import { Controller, Get, Injectable } from '@nestjs/common';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { ConsoleDeadLetterPage, ConsoleOverview } from '../../src/console/index.js';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import { OnTencentChatEvent, type GroupQuotaAlarmEvent } from '../../src/index.js';
import { openTelemetry } from '../../src/opentelemetry/index.js';
import { TencentChatHealthIndicator } from '../../src/terminus/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createConsoleApp } from '../console/create-console-app.js';
import { CollectedMetrics, onePoint } from '../opentelemetry/collected-metrics.js';
import { registration } from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { hasPostgres, startPostgres } from '../support/postgres/postgres-server.js';
import { send } from '../support/send.js';
import { StepLog } from '../support/step-log.js';

const [PARKED, BROKEN] = [7001, 7002];

@Controller('health')
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly tencentChat: TencentChatHealthIndicator,
  ) {}

  @Get()
  @HealthCheck()
  check() {
    return this.health.check([() => this.tencentChat.isHealthy('chat')]);
  }
}

@Injectable()
class Alarms {
  readonly gate = new Gate();
  broken = true;

  @OnTencentChatEvent('group.quotaAlarm')
  async handle({ body: { QuotaUsed } }: GroupQuotaAlarmEvent): Promise<void> {
    if (QuotaUsed === PARKED) await this.gate.pass();
    if (QuotaUsed === BROKEN && this.broken) throw new Error('as the test wants it');
  }
}

describe.runIf(hasPostgres())('an app with postgresDelivery', () => {
  it(
    'shows its callbacks in console, health and metrics, also while PostgreSQL is away',
    { timeout: 60_000 },
    async () => {
      const server = await startPostgres();
      const metrics = new CollectedMetrics();
      onTestFinished(() => metrics.shutdown());
      const test = await createConsoleApp({
        registrations: [
          TerminusModule.forRoot({ logger: false }),
          registration({
            quota: false,
            delivery: postgresDelivery({ connection: server.url(), retry: { attempts: 1 } }),
            telemetry: openTelemetry({ meter: metrics.meter }),
          }),
        ],
        controllers: [HealthController],
        providers: [Alarms, TencentChatHealthIndicator],
      });
      const steps = new StepLog(test.app, 'deadLettered', 'replayed', 'completed', 'store');
      const alarms = test.app.get(Alarms);
      const alarm = (QuotaUsed: number) =>
        test.callback({ body: { ...sampleCallback('Group.CallbackOnDailyGroupQuotaAlarm'), QuotaUsed } });
      const overview = async () =>
        ((await test.get('/api/overview')).json as unknown as ConsoleOverview).registrations[0]!;
      const letters = async () =>
        ((await test.get('/api/dead-letters?registration=default')).json as ConsoleDeadLetterPage).letters;
      const health = async () => {
        const { status, json } = await send(`${test.baseUrl}/health`, { method: 'GET' });
        return { status, ...(json as { details: { chat: object } }).details.chat };
      };
      // Statistics are up to a second old.
      const showGauges = (...expected: number[]) =>
        vi.waitFor(
          async () => {
            const collected = await metrics.collect();
            const names = ['pending', 'running', 'dead', 'store.up'];
            const of = (name: string) => onePoint(collected, `tencent_chat.delivery.${name}`)?.value;
            expect(names.map(of)).toEqual(expected);
          },
          { timeout: 10_000 },
        );

      for (const each of [PARKED, BROKEN]) expect((await alarm(each)).status).toBe(200);
      await steps.get('deadLettered');
      await alarms.gate.reached();
      expect(await overview()).toMatchObject({
        delivery: 'in PostgreSQL, schema tencent_chat',
        durable: true,
        stats: { pending: 1, dead: 1, running: 1, oldestPendingAt: expect.any(Number) },
        store: { state: 'up' },
      });
      expect(await health()).toMatchObject({ status: 'up', pending: 1, dead: 1, running: 1 });
      await showGauges(1, 1, 1, 1);

      alarms.broken = false;
      const [letter] = await letters();
      expect(letter).toMatchObject({ reason: 'failed', handlers: ['Alarms.handle'], attempts: 1 });
      expect(await test.command('replay', { registration: 'default', id: letter!.id })).toMatchObject({
        status: 200,
        json: { count: 1 },
      });
      expect(await steps.get('completed')).toMatchObject({ id: letter!.id });
      expect(await letters()).toEqual([]);

      await server.stop();
      expect((await alarm(7003)).json).toMatchObject({ ErrorCode: 503 });
      expect(await steps.get('store')).toMatchObject({ state: 'down' });
      expect(await overview()).toMatchObject({ store: { state: 'down' } });
      expect(await health()).toMatchObject({
        status: 'down',
        message: expect.stringContaining('PostgreSQL'),
      });
      await showGauges(NaN, NaN, NaN, 0);

      await server.start();
      expect(await steps.get('store', 2)).toMatchObject({ state: 'up' });
      alarms.gate.open();
      expect((await alarm(7003)).status).toBe(200);
      await steps.get('completed', 3);
      expect(await health()).toMatchObject({ status: 'up', pending: 0, dead: 0 });
      await showGauges(0, 0, 0, 1);
    },
  );
});
