import { Injectable, type OnApplicationShutdown, type OnModuleDestroy } from '@nestjs/common';
import { expect, it } from 'vitest';
import { OnTencentChatEvent } from '../../src/index.js';
import { createTestApp } from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';

const order: string[] = [];

/** What a handler needs until it has ended. */
@Injectable()
class ClosedEarly implements OnModuleDestroy {
  onModuleDestroy(): void {
    order.push('pool closed');
  }
}

@Injectable()
class ClosedLate implements OnApplicationShutdown {
  onApplicationShutdown(): void {
    order.push('pool closed');
  }
}

@Injectable()
class Alarms {
  readonly gate = new Gate();

  @OnTencentChatEvent('group.quotaAlarm')
  async handle(): Promise<void> {
    await this.gate.pass();
    order.push('handler ended');
  }
}

// Nest calls a hook module by module: onModuleDestroy of the root module comes before that of the modules it imports.
it.each([
  ['before the handlers have ended, in onModuleDestroy', ClosedEarly, ['pool closed', 'handler ended']],
  ['behind them, in onApplicationShutdown', ClosedLate, ['handler ended', 'pool closed']],
])('a pool is closed %s', async (_when, Pool, expected) => {
  order.length = 0;
  const test = await createTestApp({ providers: [Alarms, Pool] });
  const { gate } = test.app.get(Alarms);
  await test.callback();
  await gate.reached();
  const closing = test.app.close();
  await expect.poll(async () => (await test.callback()).status).toBe(503);
  gate.open();
  await closing;
  expect(order).toEqual(expected);
});
