import { cp } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { Injectable, Module } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { EventEmitterModule } from '@nestjs/event-emitter';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { bullMqDelivery } from '../../src/delivery/stores/bullmq/index.js';
import { lmdbDelivery } from '../../src/delivery/stores/lmdb/index.js';
import { postgresDelivery } from '../../src/delivery/stores/postgres/index.js';
import { DeliveryMonitor, type GroupCreatedEvent, OnTencentChatEvent } from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, registration, type TestApp } from '../support/create-test-app.js';
import { hasPostgres, startPostgres } from '../support/postgres/postgres-server.js';
import { hasRedis } from '../support/redis/redis-server.js';
import { startRedis } from '../support/redis/start-redis.js';
import { temporaryFolder } from '../support/temporary-folder.js';

const CREATED = 'Group.CallbackAfterCreateGroup';
const COUNT = 20;
const RETRY = { attempts: 100, initialDelayMs: 20, maxDelayMs: 20 };

/** Groups whose handlers have succeeded, in all processes. */
let handled: string[];
/** Whether the handlers fail, so that callbacks wait. */
let isAway: boolean;

@Injectable()
class Groups {
  @OnTencentChatEvent('group.created')
  add({ body }: GroupCreatedEvent): void {
    if (isAway) throw new Error('the database is away');
    handled.push(body.GroupId);
  }
}

async function receive(test: TestApp, store: string): Promise<string[]> {
  const groups = Array.from({ length: COUNT }, (_, nth) => `${store}-${nth}`);
  for (const GroupId of groups) {
    const answer = await test.callback({ command: CREATED, body: { ...sampleCallback(CREATED), GroupId } });
    expect(answer.status).toBe(200);
  }
  return groups;
}

/** An app with an inbox in which callbacks wait when it has stopped. */
async function leaveInbox(path: string): Promise<string[]> {
  isAway = true;
  handled = [];
  const test = await createTestApp({
    providers: [Groups],
    options: { quota: false, delivery: lmdbDelivery({ path, drainTimeoutMs: 1, retry: RETRY }) },
  });
  const groups = await receive(test, 'old');
  await test.app.close();
  isAway = false;
  expect(handled).toEqual([]);
  return groups;
}

/** As docs/deployment.md has it. */
async function drain(path: string): Promise<void> {
  @Module({
    imports: [
      EventEmitterModule.forRoot(),
      registration({ quota: false, delivery: lmdbDelivery({ path, retry: RETRY }) }),
    ],
    providers: [Groups],
  })
  class AppModule {}
  const app = await NestFactory.createApplicationContext(AppModule, { logger: false });
  const monitor = app.get(DeliveryMonitor);
  while ((await monitor.stats()).pending > 0) await setTimeout(20);
  await app.close();
}

describe.each([
  [
    'Redis',
    hasRedis,
    async () => bullMqDelivery({ connection: { host: '127.0.0.1', port: (await startRedis()).port } }),
  ],
  ['PostgreSQL', hasPostgres, async () => postgresDelivery({ connection: (await startPostgres()).url() })],
] as const)('from an inbox to %s', (_store, isThere, open) => {
  it.runIf(isThere())(
    'every pending callback is handled once, while new ones arrive',
    { timeout: 60_000 },
    async () => {
      const path = join(temporaryFolder(), 'inbox');
      const old = await leaveInbox(path);
      const delivery = await open();
      const test = await createTestApp({ providers: [Groups], options: { quota: false, delivery } });
      onTestFinished(() => test.app.close());
      const [, fresh] = await Promise.all([drain(path), receive(test, 'new')]);
      await vi.waitFor(() => expect(handled.toSorted()).toEqual([...old, ...fresh].toSorted()), 20_000);
      await drain(path);
      expect(handled).toHaveLength(2 * COUNT);
    },
  );
});

it('an inbox can be copied while its app is stopped, moved, and restored with what was pending then', async () => {
  const path = join(temporaryFolder(), 'inbox');
  const backup = join(temporaryFolder(), 'backup');
  const groups = await leaveInbox(path);
  await cp(path, backup, { recursive: true });
  await drain(path);
  expect(handled.toSorted()).toEqual(groups.toSorted());
  await drain(backup);
  expect(handled.toSorted()).toEqual([...groups, ...groups].toSorted());
});
