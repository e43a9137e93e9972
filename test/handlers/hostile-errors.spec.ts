import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DeadLetters, inProcessDelivery, OnTencentChatEvent } from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, type TestAppOptions } from '../support/create-test-app.js';
import { StepLog } from '../support/step-log.js';
import { HOSTILE } from '../support/hostile-values.js';

async function start(options: TestAppOptions) {
  const test = await createTestApp(options);
  onTestFinished(() => test.app.close());
  return test;
}

describe.each(HOSTILE)('%s', (_name, hostile) => {
  it.each([false, true])('is a failure of the handler that throws it (asynchronously: %s)', async (later) => {
    @Injectable()
    class Odd {
      @OnTencentChatEvent('group.quotaAlarm')
      warn(): unknown {
        if (later) return Promise.reject(hostile());
        throw hostile();
      }
    }
    const delivery = inProcessDelivery({ retry: { attempts: 2, initialDelayMs: 1 } });
    const test = await start({ providers: [Odd], options: { delivery, quota: false } });
    const steps = new StepLog(test.app, 'handled');
    expect((await test.callback()).status).toBe(200);
    const letters = test.app.get(DeadLetters);
    await vi.waitFor(async () => expect(await letters.count()).toBe(1), 5000);
    const [letter] = await letters.list();
    expect(letter).toMatchObject({ reason: 'failed', attempts: 2, handlers: ['Odd.warn'] });
    expect(letter!.error.length).toBeLessThanOrEqual(512);
    // `undefined` would look like a success to who observes the steps.
    const own = steps.all('handled').filter(({ handler }) => handler === 'Odd.warn');
    expect(own.map(({ error }) => error === undefined)).toEqual([false, false]);
  });

  it('counts as the fallback if a handler of a before-callback throws it', async () => {
    @Injectable()
    class Odd {
      @OnTencentChatEvent('group.beforeCreate')
      decide(): never {
        throw hostile();
      }
    }
    const test = await start({ providers: [Odd], options: { verdicts: { fallback: 'reject' } } });
    const steps = new StepLog(test.app, 'handled', 'decided');
    const command = 'Group.CallbackBeforeCreateGroup';
    const answer = await test.callback({ command, body: sampleCallback(command) });
    expect(answer.json).toMatchObject({ ErrorCode: 1 });
    const own = steps.all('handled').filter(({ handler }) => handler === 'Odd.decide');
    expect(own.map(({ error }) => error === undefined)).toEqual([false]);
    const failures = steps.all('decided').flatMap((step) => step.failures);
    expect(failures.map(({ error }) => error === undefined)).toEqual([false]);
  });

  it('does not end the app if a listener of rejected requests throws it', async () => {
    @Injectable()
    class Audit {
      calls = 0;
      @OnEvent('tencentChat.rejected', { suppressErrors: false })
      note(): never {
        this.calls += 1;
        throw hostile();
      }
    }
    const test = await start({ providers: [Audit] });
    expect((await test.post('/tencent-chat/webhook?SdkAppid=1')).status).toBe(403);
    await vi.waitFor(() => expect(test.app.get(Audit).calls).toBe(1));
    expect((await test.callback()).status).toBe(200);
  });

  it('is answered 500 in the shape of Chat if a guard of the app throws it', async () => {
    const configure: TestAppOptions['configure'] = (app) =>
      void app.useGlobalGuards({
        canActivate() {
          throw hostile();
        },
      });
    const test = await start({ configure });
    const answer = await test.callback();
    expect(answer).toMatchObject({ status: 500, json: { ActionStatus: 'FAIL', ErrorCode: 500 } });
  });
});
