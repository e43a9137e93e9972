import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { Queue } from 'bullmq';
import { Redis } from 'ioredis';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import {
  DeliveryMonitor,
  GroupQuotaAlarmDto,
  OnTencentChatEvent,
  type DeliveryFactory,
  type GroupQuotaAlarmEvent,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { freePort, hasRedis, RedisServer } from '../support/redis/redis-server.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';

const log = { log: vi.fn(), warn: vi.fn(), error: vi.fn() };
beforeEach(() => {
  for (const level of Object.values(log)) level.mockClear();
});
const warnings = () => log.warn.mock.calls.map(([line]) => String(line));

let test: TestApp | undefined;
afterEach(async () => {
  await test?.app.close();
  test = undefined;
});

async function start(delivery: DeliveryFactory, providers: (new () => object)[] = []): Promise<TestApp> {
  test = await createTestApp({ options: { delivery }, logger: log, providers });
  return test;
}

describe('lmdbDelivery', () => {
  let directory: string;
  beforeEach(async () => {
    directory = await mkdtemp(join(tmpdir(), 'inbox-'));
  });
  afterEach(() => rm(directory, { recursive: true }));

  it('hands over instances of the class after a restart', async () => {
    const path = join(directory, 'inbox.v1');
    @Injectable()
    class ChatOps {
      away = true;
      @OnTencentChatEvent('group.quotaAlarm')
      post(event: GroupQuotaAlarmEvent): void {
        posted.push(event);
        if (this.away) throw new Error('the chat is away');
      }
    }
    const posted: GroupQuotaAlarmEvent[] = [];
    const delivery = lmdbDelivery({ path, retry: { initialDelayMs: 100 } });
    const first = await start(delivery, [ChatOps]);
    await first.callback();
    await first.events.get('group.quotaAlarm');
    await first.app.close();

    const second = await start(delivery, [ChatOps]);
    second.app.get(ChatOps).away = false;
    await vi.waitFor(() => expect(posted).toHaveLength(2));
    const event = posted[1]!;
    expect(event.attempt).toBe(2);
    expect(event.body).toBeInstanceOf(GroupQuotaAlarmDto);
    expect(event.body).toMatchObject({ QuotaUsed: 7321, remaining: 2679 });
    expect(event.receivedAt).toBeInstanceOf(Date);
    expect(event.eventTime).toBeInstanceOf(Date);
    await vi.waitFor(async () =>
      expect(await second.app.get(DeliveryMonitor).stats()).toMatchObject({ pending: 0, dead: 0 }),
    );
  });

  it('refuses to start with a path that cannot be used', async () => {
    const path = join(directory, 'a-file');
    await writeFile(path, '');
    await expect(createTestApp({ options: { delivery: lmdbDelivery({ path }) } })).rejects.toThrow(
      /"delivery\.path" is ".*a-file", which cannot be used \(EEXIST.*; give a directory on a local disk/,
    );
  });

  it('warns of listeners whose failure would count as handled, with the remedy', async () => {
    @Injectable()
    class Listeners {
      @OnEvent('group.quotaAlarm')
      plain(): void {}
      @OnEvent('group.quotaLevelReached')
      level(): void {}
      @OnEvent('tencentChat.unknownCommand')
      unknown(): void {}
      @OnEvent('group.quotaAlarm', { suppressErrors: false })
      seen(): void {}
      @OnTencentChatEvent('group.quotaAlarm')
      ours(): void {}
      @OnEvent('tencentChat.rejected')
      unattended(): void {}
      @OnEvent('order.created')
      others(): void {}
    }
    await start(lmdbDelivery({ path: join(directory, 'inbox') }), [Listeners]);
    const why = 'so that its failure would count as handled, without another attempt';
    const remedy = 'use @OnTencentChatEvent, or suppressErrors: false';
    expect(warnings()).toEqual(
      [
        ['plain', 'group.quotaAlarm'],
        ['level', 'group.quotaLevelReached'],
        ['unknown', 'tencentChat.unknownCommand'],
      ].map(
        ([name, event]) => `Listeners.${name} listens to ${event} with a plain @OnEvent, ${why}: ${remedy}`,
      ),
    );
    await test?.app.close();
    log.warn.mockClear();
    test = await createTestApp({ logger: log, providers: [Listeners] });
    expect(warnings()).toEqual([]);
  });
});

describe.runIf(hasRedis())('bullMqDelivery', () => {
  let redis: RedisServer;
  beforeAll(async () => {
    redis = await RedisServer.start();
  });
  afterAll(() => redis.remove());

  it('keeps what Bull Board shows readable', async () => {
    const connection = { port: redis.port };
    const app = await start(bullMqDelivery({ connection, queueName: 'readable', worker: false }));
    await app.callback();
    await app.callback({ body: { ...sampleCallback(ALARM), Quota: 'many' } });
    const client = new Redis(redis.port, { maxRetriesPerRequest: null });
    const queue = new Queue('readable', { connection: client });
    const [job] = await queue.getJobs(['wait']);
    const [deadJob] = await queue.getJobs(['failed']);
    expect(job).toMatchObject({
      name: ALARM,
      data: { v: 2, record: { command: ALARM, sdkAppId: 1400000000, body: { QuotaUsed: 7321 } } },
    });
    expect(deadJob).toMatchObject({
      name: ALARM,
      data: { v: 2, record: { body: { Quota: 'many' } } },
      failedReason: expect.stringMatching(/Quota/),
    });
    await queue.close();
    client.disconnect();
  });

  it('accepts an instance of ioredis with any settings, and leaves it open', async () => {
    const client = new Redis(redis.port, { maxRetriesPerRequest: 3 });
    const app = await start(bullMqDelivery({ connection: client, queueName: 'instance' }));
    expect((await app.callback()).status).toBe(200);
    await app.events.get('group.quotaAlarm');
    await app.app.close();
    expect(await client.ping()).toBe('PONG');
    client.disconnect();
  });

  it.each<[string, (port: number) => Parameters<typeof bullMqDelivery>[0]['connection']]>([
    ['a URL', (port) => `redis://127.0.0.1:${port}`],
    ['an instance that connects late', (port) => new Redis(port, { lazyConnect: true })],
  ])('starts without Redis and recovers by itself, given %s', async (_what, connection) => {
    const port = await freePort();
    const begun = performance.now();
    const app = await start(bullMqDelivery({ connection: connection(port), queueName: 'late' }));
    expect(performance.now() - begun).toBeLessThan(5000);
    expect((await app.callback()).json).toMatchObject({
      ErrorInfo: expect.stringMatching(/Redis is away/),
      ErrorCode: 503,
    });

    await vi.waitFor(
      () =>
        expect(log.error.mock.calls.flat().join('\n')).toMatch(
          /the store is down: Redis is away: .*ECONNREFUSED/,
        ),
      { timeout: 5000 },
    );
    const late = await RedisServer.start(port);
    await vi.waitFor(async () => expect((await app.callback()).status).toBe(200), { timeout: 10_000 });
    await app.events.get('group.quotaAlarm');
    await vi.waitFor(
      () =>
        expect(log.log.mock.calls.flat().join('\n')).toMatch(/the store can be used again, after [\d.]+ s/),
      { timeout: 15_000 },
    );
    await late.remove();

    // Nothing is being handled, so there is nothing to wait for.
    const closing = performance.now();
    await app.app.close();
    test = undefined;
    expect(performance.now() - closing).toBeLessThan(5000);
  });

  it('receives with worker: false, and another instance handles', async () => {
    const options = { connection: { port: redis.port }, queueName: 'split' };
    const receiver = await start(bullMqDelivery({ ...options, worker: false }));
    await receiver.callback();
    const worker = await createTestApp({ options: { delivery: bullMqDelivery(options) } });
    await worker.events.get('group.quotaAlarm');
    await worker.app.close();
    expect(receiver.events.names).toEqual([]);
  });
});
