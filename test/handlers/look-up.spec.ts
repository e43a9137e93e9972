import { Module } from '@nestjs/common';
import { LazyModuleLoader } from '@nestjs/core';
import { EventEmitter2 } from '@nestjs/event-emitter';
import { afterEach, describe, expect, it } from 'vitest';
import { DeadLetters, inProcessDelivery, OnTencentChatEvent } from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, type TestApp } from '../support/create-test-app.js';
import { StepLog } from '../support/step-log.js';

const CREATED = 'Group.CallbackAfterCreateGroup';
const BEFORE_CREATE = 'Group.CallbackBeforeCreateGroup';

let test: TestApp;
let steps: StepLog;
afterEach(() => test.app.close());

const called: string[] = [];
class Handlers {
  @OnTencentChatEvent('group.created')
  created(): void {
    called.push('created');
  }
}

async function start(): Promise<void> {
  called.length = 0;
  test = await createTestApp({
    providers: [Handlers],
    options: {
      delivery: inProcessDelivery({ retry: { attempts: 2, initialDelayMs: 1 } }),
      verdicts: { fallback: 'reject' },
    },
  });
  steps = new StepLog(test.app, 'deadLettered', 'completed', 'decided', 'fault');
}

/** What a mocked emitter may lack. */
const METHODS = ['hasListeners', 'listeners', 'listenersAny'] as const;

describe.each(METHODS)('a look-up that fails at %s of the emitter', (method) => {
  async function startBroken(): Promise<() => void> {
    await start();
    const emitter = test.app.get(EventEmitter2);
    // So that the emitter seems to have a listener.
    emitter.on('group.created', () => called.push('listener'));
    emitter.on('group.beforeCreate', () => undefined);
    Object.defineProperty(emitter, method, {
      configurable: true,
      value() {
        throw new TypeError('the emitter is odd');
      },
    });
    return () => void Reflect.deleteProperty(emitter, method);
  }

  it('is a failure of the callback, which a replay handles', async () => {
    const repair = await startBroken();
    const body = sampleCallback(CREATED);
    expect((await test.callback({ command: CREATED, body })).status).toBe(200);
    const { error, attempts, id } = await steps.get('deadLettered');
    expect({ error, attempts }).toEqual({ error: 'the emitter is odd', attempts: 2 });
    repair();
    called.length = 0;
    await test.app.get(DeadLetters).replay(id);
    await steps.get('completed');
    expect(called).toContain('listener');
  });

  it('does not leave a before-callback without a verdict', async () => {
    await startBroken();
    const answer = await test.callback({ command: BEFORE_CREATE, body: sampleCallback(BEFORE_CREATE) });
    expect(answer).toMatchObject({ status: 200 });
    const { decidedBy, errorCode } = await steps.get('decided');
    // Only with `listeners` the handlers cannot be found. The others still let them be asked.
    if (method === 'listeners') expect([decidedBy, errorCode !== 0]).toEqual(['fallback', true]);
    else expect(decidedBy).toBe('nobody');
  });

  it('leaves the answer to a rejected request as it is', async () => {
    await startBroken();
    expect((await test.callback({ token: 'wrong' })).status).toBe(401);
  });
});

it('a provider of a lazily loaded module that cannot be read has no handlers, and hides no others', async () => {
  await start();
  class Late {
    @OnTencentChatEvent('group.created')
    created(): void {
      called.push('late');
    }
  }
  @Module({
    providers: [
      {
        provide: 'odd',
        useFactory: () =>
          new Proxy(
            {},
            {
              getPrototypeOf() {
                throw new TypeError('it has no prototype');
              },
            },
          ),
      },
      Late,
    ],
  })
  class LateModule {}
  await test.app.get(LazyModuleLoader).load(() => LateModule);
  await test.callback({ command: CREATED, body: sampleCallback(CREATED) });
  await steps.get('completed');
  expect(called.toSorted()).toEqual(['created', 'late']);
});
