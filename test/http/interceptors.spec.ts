import { setTimeout as wait } from 'node:timers/promises';
import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import { EMPTY, merge, type Observable, of, race, repeat, retry, tap, timer } from 'rxjs';
import { describe, expect, it } from 'vitest';
import { OnTencentChatEvent, type TencentChatRejectedEvent } from '../../src/index.js';
import { ADAPTERS, createTestApp } from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';

const OK = { ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 };

@Injectable()
class Interceptor implements NestInterceptor {
  constructor(private readonly change: (handled: () => Observable<unknown>) => Observable<unknown>) {}
  intercept(_context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return this.change(() => next.handle());
  }
}

/** Fails the first time. */
function failingOnce(): () => void {
  let failures = 0;
  return () => {
    failures += 1;
    if (failures === 1) throw new Error('the first time');
  };
}

describe.each(ADAPTERS)('an interceptor of the app on %s', (adapter) => {
  const start = (change: (handled: () => Observable<unknown>) => Observable<unknown>) =>
    createTestApp({
      adapter,
      options: { quota: false },
      configure: (app) => app.useGlobalInterceptors(new Interceptor(change)),
    });

  it('that returns its own answer causes an immediate 503 that names the interceptor', async () => {
    const test = await start(() => of({ cached: true }));
    const { status, json } = await test.callback();
    expect(json).toEqual({
      ActionStatus: 'FAIL',
      ErrorCode: 503,
      ErrorInfo: expect.stringMatching(/^an interceptor of the app ended the request/),
    });
    expect(status).toBe(503);
    const rejected = await test.events.get<TencentChatRejectedEvent>('tencentChat.rejected');
    expect(rejected).toMatchObject({ reason: 'rejectedByHost', details: json.ErrorInfo });
    await test.app.close();
  });

  it('that returns nothing causes an immediate 500', async () => {
    const test = await start(() => EMPTY);
    expect(await test.callback()).toMatchObject({ status: 500, json: { ErrorCode: 500 } });
    await test.app.close();
  });

  it.each<[string, (handled: () => Observable<unknown>) => Observable<unknown>]>([
    ['retries', (handled) => handled().pipe(tap(failingOnce()), retry(2))],
    ['repeats', (handled) => handled().pipe(repeat(3))],
    ['handles twice', (handled) => merge(handled(), handled())],
  ])('that %s lets a callback be received once', async (_what, change) => {
    const test = await start(change);
    expect((await test.callback()).json).toEqual(OK);
    await test.events.get('group.quotaAlarm');
    expect(test.events.names).toEqual(['group.quotaAlarm']);
    await test.app.close();
  });

  it('that retries for ever does not see rejected requests', async () => {
    const test = await start((handled) => handled().pipe(retry()));
    expect((await test.callback({ body: '{' })).status).toBe(400);
    await test.events.get('tencentChat.rejected');
    expect(test.events.names).toEqual(['tencentChat.rejected']);
    await test.app.close();
  });

  it('that gives up first does not prevent the answer of the webhook', async () => {
    const gate = new Gate();
    @Injectable()
    class Slow {
      @OnTencentChatEvent('c2c.beforeSendMessage')
      decide(): Promise<void> {
        return gate.pass();
      }
    }
    const test = await createTestApp({
      adapter,
      providers: [Slow],
      configure: (app) => app.useGlobalInterceptors(new Interceptor((handled) => race(handled(), timer(50)))),
    });
    const answer = test.callback({ command: 'C2C.CallbackBeforeSendMsg' });
    await gate.reached();
    await wait(100);
    gate.open();
    expect((await answer).json).toEqual(OK);
    await test.app.close();
  });
});
