import { Controller, Get, Injectable } from '@nestjs/common';
import { EventEmitterReadinessWatcher } from '@nestjs/event-emitter';
import { HealthCheck, HealthCheckService, TerminusModule } from '@nestjs/terminus';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Delivery } from '../../src/delivery/port/delivery.js';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import { type DeliveryFactory, inProcessDelivery, OnTencentChatEvent } from '../../src/index.js';
import type { DeliveryContext } from '../../src/store/index.js';
import { TencentChatHealthIndicator, type TencentChatHealthOptions } from '../../src/terminus/index.js';
import { createTestApp, registration, type TestApp } from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { HOSTILE } from '../support/hostile-values.js';
import { send } from '../support/send.js';
import { temporaryFolder } from '../support/temporary-folder.js';
import { hasRedis, RedisServer } from '../support/redis/redis-server.js';

let options: TencentChatHealthOptions | undefined;

@Controller('health')
class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly tencentChat: TencentChatHealthIndicator,
  ) {}

  @Get()
  @HealthCheck()
  check() {
    return this.health.check([() => this.tencentChat.isHealthy('tencent-chat', options)]);
  }
}

@Injectable()
class Ledger {
  gate: Gate | undefined;

  @OnTencentChatEvent('group.quotaAlarm')
  book() {
    return this.gate?.pass();
  }
}

/** The in-process delivery with something of it broken. */
function broken(breakIt: (delivery: Delivery) => void): DeliveryFactory {
  return async (context: DeliveryContext) => {
    const delivery = await inProcessDelivery()(context);
    breakIt(delivery);
    return delivery;
  };
}

async function start(
  delivery?: DeliveryFactory,
  configure?: (app: TestApp['app']) => void,
): Promise<TestApp> {
  options = undefined;
  const test = await createTestApp({
    registrations: [
      TerminusModule.forRoot({ logger: false }),
      registration({ quota: false, delivery }),
      registration({ quota: false, name: 'staging', path: 'staging' }),
    ],
    controllers: [HealthController],
    providers: [TencentChatHealthIndicator, Ledger],
    configure,
  });
  onTestFinished(() => test.app.close());
  return test;
}

async function healthOf({ baseUrl }: TestApp): Promise<{ status: number; details: object }> {
  const { status, json } = await send(`${baseUrl}/health`, { method: 'GET' });
  return { status, details: (json as { details: Record<string, object> }).details['tencent-chat'] ?? {} };
}

describe('the health indicator', () => {
  it('is up with what the delivery holds, for each registration', async () => {
    const test = await start();
    const gate = new Gate();
    test.app.get(Ledger).gate = gate;
    await test.callback();
    await gate.reached();
    expect(await healthOf(test)).toEqual({
      status: 200,
      details: { status: 'up', pending: 1, dead: 0, running: 1, oldestPendingMs: expect.any(Number) },
    });
    options = { registration: 'staging' };
    expect(await healthOf(test)).toMatchObject({ status: 200, details: { pending: 0, oldestPendingMs: 0 } });
    gate.open();
  });

  it('is down over the limits of the app only', async () => {
    const test = await start();
    const gate = new Gate();
    test.app.get(Ledger).gate = gate;
    await test.callback();
    await gate.reached();
    options = { maxPending: 1, maxOldestPendingMs: 60_000 };
    expect(await healthOf(test)).toMatchObject({ status: 200 });
    options = { maxPending: 0 };
    expect(await healthOf(test)).toMatchObject({
      status: 503,
      details: { status: 'down', pending: 1, message: 'more than 0 callbacks are pending' },
    });
    options = { maxOldestPendingMs: -1 };
    expect(await healthOf(test)).toMatchObject({
      status: 503,
      details: { message: 'a callback has been pending for more than -1 ms' },
    });
    gate.open();
  });

  it('is down within a second or so when the store hangs, and asks it once', async () => {
    let asked = 0;
    const test = await start(
      broken((delivery) => {
        delivery.stats = () => {
          asked += 1;
          return new Promise(() => {});
        };
      }),
    );
    const begun = performance.now();
    for (const _ of [1, 2]) {
      expect(await healthOf(test)).toEqual({
        status: 503,
        details: { status: 'down', message: 'the store took longer than 1000 ms' },
      });
    }
    expect(performance.now() - begun).toBeLessThan(2 * 1500);
    expect(asked).toBe(1);
  });

  it('is down while the store can be read but not written', async () => {
    let full = true;
    const test = await start(
      broken((delivery) => {
        const shared = {
          latest: () => Promise.resolve(undefined),
          advance: () => (full ? Promise.reject(new Error('no space left on device')) : Promise.resolve()),
        };
        Object.assign(delivery, { shared });
      }),
    );
    expect(await healthOf(test)).toEqual({
      status: 503,
      details: { status: 'down', message: 'no space left on device' },
    });
    full = false;
    expect(await healthOf(test)).toMatchObject({ status: 200 });
  });

  it.each(HOSTILE)('is down with one line when the store throws %s', async (_name, hostile) => {
    const test = await start(
      broken((delivery) => {
        delivery.stats = () =>
          new Promise(() => {
            throw hostile();
          });
      }),
    );
    const { status, details } = await healthOf(test);
    expect(status).toBe(503);
    expect(details).toMatchObject({ status: 'down', message: expect.stringMatching(/^.{0,512}$/) });
  });

  it('is down when the listeners of the app cannot be bound', async () => {
    const test = await start(undefined, (app) => {
      const watcher = app.get(EventEmitterReadinessWatcher, { strict: false });
      watcher.waitUntilReady = () => Promise.reject(new Error('not bound'));
    });
    expect(await healthOf(test)).toEqual({
      status: 503,
      details: { status: 'down', message: 'the listeners of the app are not bound' },
    });
  });

  it.runIf(hasRedis())('is down while Redis is down', async () => {
    const redis = await RedisServer.start();
    onTestFinished(() => redis.remove());
    const test = await start(bullMqDelivery({ connection: { port: redis.port }, drainTimeoutMs: 100 }));
    expect(await healthOf(test)).toMatchObject({ status: 200 });
    await redis.kill();
    const begun = performance.now();
    expect(await healthOf(test)).toMatchObject({ status: 503, details: { status: 'down' } });
    expect(performance.now() - begun).toBeLessThan(1500);
    await redis.start();
    await vi.waitFor(async () => expect(await healthOf(test)).toMatchObject({ status: 200 }), 5000);
  });

  it('writes where others can share the store', async () => {
    let delivery: Delivery | undefined;
    const test = await start(async (context) => {
      delivery = await lmdbDelivery({ path: `${temporaryFolder()}/inbox` })(context);
      return delivery;
    });
    expect(await healthOf(test)).toMatchObject({ status: 200 });
    const mark = await delivery?.shared?.latest('checked/default');
    expect(Math.abs(Number(mark?.value) - Date.now())).toBeLessThan(5000);
  });

  it('throws for an unknown registration', async () => {
    const test = await start();
    await expect(
      test.app.get(TencentChatHealthIndicator).isHealthy('tencent-chat', { registration: 'production' }),
    ).rejects.toThrow('TencentChatDeliveryMonitor:production');
  });
});
