import { Injectable, type LoggerService } from '@nestjs/common';
import { EventEmitterModule, OnEvent } from '@nestjs/event-emitter';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  inProcessDelivery,
  type GroupBeforeCreateEvent,
  type GroupQuotaAlarmEvent,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, type TestApp, type TestAppOptions } from '../support/create-test-app.js';

const BEFORE_CREATE = 'Group.CallbackBeforeCreateGroup';

let test: TestApp;
let warnings: string[];
afterEach(() => test.app.close());

async function start(options: TestAppOptions): Promise<void> {
  warnings = [];
  const logger: LoggerService = {
    log() {},
    warn: (message: string) => void warnings.push(message),
    error() {},
  };
  test = await createTestApp({ logger, ...options });
}

describe.each([{ async: true }, { nextTick: true }])('@OnEvent with %j', (deferred) => {
  @Injectable()
  class Deferred {
    readonly attempts: number[] = [];

    @OnEvent('group.quotaAlarm', { ...deferred, suppressErrors: false })
    note({ attempt }: GroupQuotaAlarmEvent): void {
      this.attempts.push(attempt);
      if (attempt < 3) throw new Error('the chat is away');
    }

    @OnEvent('group.beforeCreate', { ...deferred, suppressErrors: false })
    async decide(event: GroupBeforeCreateEvent): Promise<unknown> {
      if (event.body.Owner_Account === 'odd') throw new Error('the policy is away');
      return event.reject({ code: 10_101 });
    }

    @OnEvent('order.created', deferred)
    other(): void {}
  }
  const options = {
    delivery: inProcessDelivery({ retry: { initialDelayMs: 1 } }),
    verdicts: { fallback: 'reject' },
  } as const;

  it('is awaited: its failure is retried, and does not end the process', async () => {
    await start({ providers: [Deferred], options });
    await test.callback();
    await vi.waitFor(() => expect(test.app.get(Deferred).attempts).toEqual([1, 2, 3]));
  });

  it('decides on before-callbacks, and its failure counts as one', async () => {
    await start({ providers: [Deferred], options });
    const decided = async (Owner_Account: string) =>
      (
        await test.callback({
          command: BEFORE_CREATE,
          body: { ...sampleCallback(BEFORE_CREATE), Owner_Account },
        })
      ).json;
    expect(await decided('user')).toMatchObject({ ErrorCode: 10_101 });
    expect(await decided('odd')).toMatchObject({ ErrorCode: 1 });
  });

  it('is named at start-up, with the remedy', async () => {
    await start({ providers: [Deferred], options });
    expect(warnings).toEqual(
      ['note listens to group.quotaAlarm', 'decide listens to group.beforeCreate'].map(
        (what) =>
          `Deferred.${what} with async or nextTick: callbacks wait for it anyway, but its failure ends the process if the app emits the event itself; use @OnTencentChatEvent, or omit the option`,
      ),
    );
  });
});

describe('@OnEvent with a pattern', () => {
  @Injectable()
  class Patterns {
    @OnEvent('c2c.*')
    plain(): void {
      throw new Error('nobody sees this');
    }
    @OnEvent('group.*', { suppressErrors: false })
    seen(): void {}
    @OnEvent('state.*')
    after(): void {}
    @OnEvent('order.*')
    other(): void {}
  }

  it('is named at start-up if it matches before-events, because its failure would be no opinion', async () => {
    await start({ providers: [Patterns], emitter: [EventEmitterModule.forRoot({ wildcard: true })] });
    expect(warnings).toEqual([
      'Patterns.plain listens to c2c.*, which matches c2c.beforeSendMessage, with a plain @OnEvent, so that its failure would count as no opinion: use @OnTencentChatEvent, or suppressErrors: false',
    ]);
  });

  it('is no pattern where the emitter has no wildcards', async () => {
    await start({ providers: [Patterns] });
    expect(warnings).toEqual([]);
  });
});
