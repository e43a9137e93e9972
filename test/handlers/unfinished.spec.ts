import { EventEmitter2, OnEvent } from '@nestjs/event-emitter';
import { Observable, of } from 'rxjs';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { DeadLetters, inProcessDelivery, OnTencentChatEvent } from '../../src/index.js';
import { createTestApp, type TestAppOptions } from '../support/create-test-app.js';

async function start(options: TestAppOptions) {
  const delivery = inProcessDelivery({ retry: { attempts: 1 } });
  const test = await createTestApp({ ...options, options: { delivery, quota: false, ...options.options } });
  onTestFinished(() => test.app.close());
  return { ...test, letters: test.app.get(DeadLetters) };
}

const RESULTS: readonly (readonly [what: string, make: () => unknown, error: RegExp])[] = [
  ['an Observable', () => of('posted'), /^the handler returned an Observable/],
  ['an Observable of another copy of rxjs', copied, /^the handler returned an Observable/],
  [
    'a generator',
    function* generate() {
      yield 1;
    },
    /^the handler is a generator/,
  ],
  [
    'an asynchronous generator',
    async function* generate() {
      yield 1;
    },
    /^the handler is a generator/,
  ],
];

/** Recognised by its methods, as rxjs does it. */
function copied(): object {
  return { lift: () => new Observable(), subscribe: () => {} };
}

describe.each(RESULTS)('%s, which does nothing by itself,', (_what, make, error) => {
  it.each([false, true])('fails the handler that returns it (asynchronously: %s)', async (later) => {
    class Handlers {
      @OnTencentChatEvent('group.quotaAlarm')
      post(): unknown {
        return later ? Promise.resolve().then(make) : make();
      }
    }
    const { letters, ...test } = await start({ providers: [Handlers] });
    expect((await test.callback()).status).toBe(200);
    await vi.waitFor(async () => expect(await letters.count()).toBe(1));
    expect((await letters.list())[0]!.error).toMatch(error);
  });

  it('fails the listeners of the emitter', async () => {
    class Listeners {
      @OnEvent('group.quotaAlarm', { suppressErrors: false })
      note(): void {}
    }
    const { letters, ...test } = await start({ providers: [Listeners] });
    test.app.get(EventEmitter2).on('group.quotaAlarm', make);
    expect((await test.callback()).status).toBe(200);
    await vi.waitFor(async () => expect(await letters.count()).toBe(1));
    expect((await letters.list())[0]!.error).toMatch(error);
  });
});

/** A query that is a function and a thenable, as some query builders make it. */
function failingQuery(): unknown {
  return new Proxy(() => {}, {
    has: (_target, name) => name === 'then',
    get: (_target, name) =>
      name === 'then'
        ? (_done: () => void, failed: (error: Error) => void) => setImmediate(failed, new Error('no table'))
        : undefined,
  });
}

it('awaits whatever has a method `then`, also a function', async () => {
  class Handlers {
    @OnTencentChatEvent('group.quotaAlarm')
    query(): unknown {
      return failingQuery();
    }
  }
  const { letters, ...test } = await start({ providers: [Handlers] });
  expect((await test.callback()).status).toBe(200);
  await vi.waitFor(async () => expect(await letters.count()).toBe(1));
  expect((await letters.list())[0]!.error).toMatch('no table');
});

it('aroundHandler may return what the handler returns', async () => {
  class Handlers {
    @OnTencentChatEvent('group.quotaAlarm')
    post(): unknown {
      return of('posted');
    }
  }
  const { letters, ...test } = await start({
    providers: [Handlers],
    options: { aroundHandler: (_event, next) => next() },
  });
  await test.callback();
  await vi.waitFor(async () => expect(await letters.count()).toBe(1));
});
