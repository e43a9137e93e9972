import { Injectable, type Type } from '@nestjs/common';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { OnTencentChatEvent, type GroupQuotaAlarmEvent } from '../../src/index.js';
import { createTestApp, QUIET, registration } from '../support/create-test-app.js';
import { StepLog } from '../support/step-log.js';

/** A decorator that puts a function of its own in the method's place, without its metadata, like many caches, locks and monitors. */
function wrapped(calls: string[]): MethodDecorator {
  return (_target, key, descriptor: PropertyDescriptor) => {
    const method = descriptor.value as (...given: unknown[]) => unknown;
    descriptor.value = function (this: unknown, ...given: unknown[]): unknown {
      calls.push(`around ${String(key)}`);
      return Reflect.apply(method, this, given);
    };
  };
}

/** A decorator that makes the method a getter, like those that bind `this`. */
function bound(
  _target: object,
  _key: string,
  descriptor: TypedPropertyDescriptor<() => void>,
): TypedPropertyDescriptor<() => void> {
  const { value: method = () => {} } = descriptor;
  return {
    configurable: true,
    get(this: object) {
      return method.bind(this);
    },
  };
}

async function handlersOf(...providers: Type[]): Promise<string[]> {
  const test = await createTestApp({ providers, options: { quota: false } });
  onTestFinished(() => test.app.close());
  const steps = new StepLog(test.app, 'handled', 'completed');
  await test.callback();
  await steps.get('completed');
  return steps.all('handled').flatMap(({ handler }) => (handler === '@OnEvent' ? [] : handler));
}

describe('a handler is found and called', () => {
  it('below and above a decorator that replaces the method', async () => {
    const calls: string[] = [];
    @Injectable()
    class Alarms {
      @wrapped(calls)
      @OnTencentChatEvent('group.quotaAlarm')
      below(_event: GroupQuotaAlarmEvent): void {
        calls.push('below');
      }
      @OnTencentChatEvent('group.quotaAlarm')
      @wrapped(calls)
      above(_event: GroupQuotaAlarmEvent): void {
        calls.push('above');
      }
    }
    expect(await handlersOf(Alarms)).toEqual(['Alarms.below', 'Alarms.above']);
    expect(calls).toEqual(['around below', 'below', 'around above', 'above']);
  });

  it('below and above a decorator that makes it a getter', async () => {
    const calls: unknown[] = [];
    @Injectable()
    class Alarms {
      @bound
      @OnTencentChatEvent('group.quotaAlarm')
      below(): void {
        calls.push(this);
      }
      @OnTencentChatEvent('group.quotaAlarm')
      @bound
      above(): void {
        calls.push(this);
      }
    }
    expect(await handlersOf(Alarms)).toEqual(['Alarms.below', 'Alarms.above']);
    expect(calls).toEqual([expect.any(Alarms), expect.any(Alarms)]);
  });

  it('where a library replaces the methods of a prototype after their decorators', async () => {
    const calls: string[] = [];
    @Injectable()
    class Alarms {
      @OnTencentChatEvent('group.quotaAlarm')
      warn(): void {
        calls.push('warn');
      }
    }
    const prototype: Record<'warn', (this: Alarms) => void> = Alarms.prototype;
    const { warn } = prototype;
    prototype.warn = function () {
      calls.push('span');
      warn.call(this);
    };
    expect(await handlersOf(Alarms)).toEqual(['Alarms.warn']);
    expect(calls).toEqual(['span', 'warn']);
  });

  it('whose name is a symbol', async () => {
    const warn = Symbol('warn');
    @Injectable()
    class Alarms {
      @OnTencentChatEvent('group.quotaAlarm')
      [warn](): void {}
    }
    expect(await handlersOf(Alarms)).toEqual(['Alarms.Symbol(warn)']);
  });

  it('where a mixin has copied it, and not where a subclass overrides it', async () => {
    class Mixin {
      @OnTencentChatEvent('group.quotaAlarm')
      mixed(): void {}
      @OnTencentChatEvent('group.quotaAlarm')
      overridden(): void {}
    }
    @Injectable()
    class Copied {}
    Object.defineProperty(
      Copied.prototype,
      'mixed',
      Object.getOwnPropertyDescriptor(Mixin.prototype, 'mixed')!,
    );
    @Injectable()
    class Inheriting extends Mixin {
      override overridden(): void {}
    }
    expect(await handlersOf(Copied, Inheriting)).toEqual(['Copied.mixed', 'Inheriting.mixed']);
  });
});

describe('a handler that would never be called', () => {
  it.each([
    [
      'group.qoutaAlarm',
      /"event of @OnTencentChatEvent" is "group.qoutaAlarm" at Alarms.warn, which is no event; perhaps "group.quotaAlarm" is meant\./,
    ],
    ['groups.quotaalarm', /perhaps "group.quotaAlarm" is meant/],
    [
      'billing.closed',
      /give a name from the table in docs\/events\.md, or add the class to the option callbacks/,
    ],
  ])('because there is no event %s, stops the start', async (name, message) => {
    @Injectable()
    class Alarms {
      @OnTencentChatEvent(name as 'group.quotaAlarm')
      warn(): void {}
    }
    await expect(createTestApp({ providers: [Alarms] })).rejects.toThrow(message);
  });

  it('because no registration has its prefix, is named in the log', async () => {
    @Injectable()
    class Alarms {
      @OnTencentChatEvent('group.quotaAlarm', { eventPrefix: 'tencnet.' })
      misspelt(): void {}
      @OnTencentChatEvent('group.quotaAlarm', { eventPrefix: 'staging.' })
      right(): void {}
    }
    const warn = vi.fn();
    const test = await createTestApp({
      providers: [Alarms],
      logger: { ...QUIET, warn },
      registrations: [
        registration({ eventPrefix: 'tencent.' }),
        registration({ eventPrefix: 'staging.', name: 'staging', path: 'staging' }),
      ],
    });
    onTestFinished(() => test.app.close());
    expect(
      warn.mock.calls.map(([line]) => String(line)).filter((line) => line.includes('never called')),
    ).toEqual([
      'Alarms.misspelt is never called: it listens to tencnet.group.quotaAlarm, but no registration has the eventPrefix "tencnet.", only "tencent." and "staging."',
    ]);
  });
});

describe('@OnTencentChatEvent says what is wrong', () => {
  const define = (event: unknown) => OnTencentChatEvent(event as 'group.quotaAlarm');

  it.each([
    [['group.created'], 'a list'],
    [undefined, 'missing'],
    [null, 'null'],
    ['', 'an empty string'],
    [class {}, 'a function'],
    [{}, 'of type object'],
  ])('with the event %o', (event, seen) => {
    expect(() => define(event)).toThrow(
      `@OnTencentChatEvent: the option "event" is ${seen}; give the name of an event, or a class with the static members`,
    );
  });

  it('with a static method', () => {
    expect(() => {
      class Alarms {
        @OnTencentChatEvent('group.quotaAlarm')
        static warn(): void {}
      }
      return Alarms;
    }).toThrow('@OnTencentChatEvent is on Alarms.warn, which is static: decorate a method of its instances');
  });

  it('with a property', () => {
    expect(() => {
      class Alarms {
        warn = () => {};
      }
      Reflect.decorate([define('group.quotaAlarm') as MethodDecorator], Alarms.prototype, 'warn');
    }).toThrow('@OnTencentChatEvent is on Alarms.warn, which is no method');
  });
});
