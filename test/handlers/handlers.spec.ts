import { Controller, Inject, Injectable, Module, Scope, type Type } from '@nestjs/common';
import { LazyModuleLoader, REQUEST } from '@nestjs/core';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  GroupQuotaAlarmDto,
  OnTencentChatEvent,
  TencentChatEvent,
  type GroupQuotaAlarmEvent,
} from '../../src/index.js';
import { sampleCallback } from '../../src/testing/index.js';
import { createTestApp, registration, type TestApp } from '../support/create-test-app.js';
import { Gate } from '../support/gate.js';
import { StepLog } from '../support/step-log.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';
const CREATED = 'Group.CallbackAfterCreateGroup';

/** The nth alarm of a day, different from all others. */
const alarm = (nth: number) => ({ body: { ...sampleCallback(ALARM), QuotaUsed: 7000 + nth } });

/** Who was called, in order. */
let calls: string[];
let test: TestApp | undefined;
afterEach(() => test?.app.close());

/** Sends a callback and resolves when all its handlers are done. */
async function handled(changes?: Parameters<TestApp['callback']>[0]): Promise<void> {
  if (test === undefined) throw new Error('start the app first');
  const steps = new StepLog(test.app, 'completed');
  expect((await test.callback(changes)).status).toBe(200);
  await steps.get('completed');
}

async function start(...providers: Type[]): Promise<void> {
  calls = [];
  test = await createTestApp({ providers });
}

@Injectable()
class Alarms {
  @OnTencentChatEvent('group.quotaAlarm')
  warn(_event: GroupQuotaAlarmEvent): void {
    calls.push('Alarms.warn');
  }
}

describe('a provider that is made for each request', () => {
  it.each(['provider', 'controller'])('is made for each event, which is its REQUEST (%s)', async (kind) => {
    const seen: { instance: object; request: unknown; event: unknown }[] = [];
    class PerEvent {
      constructor(@Inject(REQUEST) private readonly request: unknown) {}
      @OnTencentChatEvent('group.quotaAlarm')
      async take(event: GroupQuotaAlarmEvent): Promise<void> {
        seen.push({ instance: this, request: this.request, event });
      }
    }
    if (kind === 'provider') {
      Injectable({ scope: Scope.REQUEST })(PerEvent);
      test = await createTestApp({ providers: [PerEvent] });
    } else {
      Controller({ path: 'alarms', scope: Scope.REQUEST })(PerEvent);
      test = await createTestApp({ controllers: [PerEvent] });
    }
    await handled(alarm(1));
    await handled(alarm(2));
    expect(seen).toHaveLength(2);
    const [first, second] = seen;
    expect(first!.instance).toBeInstanceOf(PerEvent);
    expect(first!.instance).not.toBe(second!.instance);
    for (const { request, event } of seen) expect(request).toBe(event);
    expect(first!.event).toBeInstanceOf(TencentChatEvent);
  });

  it('is made for each event if only one of its dependencies is request-scoped', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class Trace {
      readonly lines: string[] = [];
      constructor(@Inject(REQUEST) readonly event: GroupQuotaAlarmEvent) {}
    }
    const traces: Trace[] = [];
    @Injectable()
    class Traced {
      constructor(private readonly trace: Trace) {}
      @OnTencentChatEvent('group.quotaAlarm')
      take({ body }: GroupQuotaAlarmEvent): void {
        this.trace.lines.push(String(body.QuotaUsed));
        traces.push(this.trace);
      }
    }
    await start(Trace, Traced);
    await handled(alarm(1));
    await handled(alarm(2));
    expect(traces.map(({ lines, event }) => [lines, event.body.QuotaUsed])).toEqual([
      [['7001'], 7001],
      [['7002'], 7002],
    ]);
  });

  it('is a failure of its handler when it cannot be made', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class Broken {
      constructor() {
        throw new Error('the tenant is not known');
      }
      @OnTencentChatEvent('group.quotaAlarm')
      take(): void {}
    }
    await start(Broken);
    const steps = new StepLog(test!.app, 'handled');
    await test!.callback();
    await vi.waitFor(() =>
      expect(steps.all('handled')).toContainEqual(
        expect.objectContaining({ handler: 'Broken.take', error: new Error('the tenant is not known') }),
      ),
    );
  });
});

describe('the handlers of a class', () => {
  it('may be several for one event, and one for several events', async () => {
    const events = new Set<object>();
    @Injectable()
    class Service {
      @OnTencentChatEvent('group.quotaAlarm')
      first(event: GroupQuotaAlarmEvent): void {
        events.add(event);
        calls.push('first');
      }
      @OnTencentChatEvent('group.quotaAlarm')
      @OnTencentChatEvent('group.created')
      both(event: { name: string }): void {
        events.add(event);
        calls.push(`both ${event.name}`);
      }
    }
    await start(Service);
    await handled();
    await handled({ command: CREATED });
    expect(calls).toEqual(['first', 'both group.quotaAlarm', 'both group.created']);
    // Each has an event of its own.
    expect(events.size).toBe(3);
  });

  it('have names: by default of class and method, or their own', async () => {
    @Injectable()
    class Service {
      @OnTencentChatEvent('group.quotaAlarm', { id: 'billing' })
      bill(): void {}
      @OnTencentChatEvent('group.quotaAlarm')
      warn(): void {}
    }
    await start(Service);
    const steps = new StepLog(test!.app, 'handled');
    await handled();
    const alarms = steps.all('handled').filter(({ event }) => event === 'group.quotaAlarm');
    const handlers = alarms.map(({ handler }) => handler);
    expect(handlers).toEqual(expect.arrayContaining(['billing', 'Service.warn', 'QuotaWatch', '@OnEvent']));
    expect(handlers).toHaveLength(4);
  });

  it('are called before the others with prependListener', async () => {
    @Injectable()
    class Service {
      @OnTencentChatEvent('group.quotaAlarm')
      last(): void {
        calls.push('last');
      }
      @OnTencentChatEvent('group.quotaAlarm', { prependListener: true })
      first(): void {
        calls.push('first');
      }
    }
    await start(Service);
    await handled();
    expect(calls).toEqual(['first', 'last']);
  });

  it('are inherited, by the name of the class that inherits them', async () => {
    abstract class Base {
      @OnTencentChatEvent('group.quotaAlarm')
      inherited(): void {
        calls.push(`${this.constructor.name}.inherited`);
      }
      @OnTencentChatEvent('group.quotaAlarm')
      overridden(): void {
        calls.push('the overridden one');
      }
      @OnTencentChatEvent('group.quotaAlarm')
      renewed(): void {
        calls.push('the overridden one');
      }
    }
    @Injectable()
    class One extends Base {
      override overridden(): void {
        calls.push('an override that is no handler');
      }
      @OnTencentChatEvent('group.quotaAlarm')
      override renewed(): void {
        calls.push('One.renewed');
      }
    }
    @Injectable()
    class Other extends Base {
      override overridden(): void {}
      override renewed(): void {}
    }
    await start(One, Other);
    await handled();
    expect(calls.toSorted()).toEqual(['One.inherited', 'One.renewed', 'Other.inherited']);
  });

  it('are those of controllers, factories, values and transient providers too', async () => {
    const of = (name: string) => {
      class Service {
        @OnTencentChatEvent('group.quotaAlarm', { id: name })
        take(): void {
          calls.push(name);
        }
      }
      return Service;
    };
    const [Factory, Value, Mounted, Transient] = ['factory', 'value', 'controller', 'transient'].map(of);
    Controller('mounted')(Mounted!);
    Injectable({ scope: Scope.TRANSIENT })(Transient!);
    calls = [];
    test = await createTestApp({
      controllers: [Mounted!],
      providers: [
        Transient!,
        { provide: 'factory', useFactory: async () => new Factory!() },
        { provide: 'value', useValue: new Value!() },
      ],
    });
    await handled();
    expect(calls.toSorted()).toEqual(['controller', 'factory', 'transient', 'value']);
  });
});

describe('two handlers of one id stop the app', () => {
  it('when a class is provided in two modules, and the message says what to do', async () => {
    @Module({ providers: [Alarms] })
    class OneModule {}
    @Module({ providers: [Alarms] })
    class OtherModule {}
    await expect(createTestApp({ registrations: [registration(), OneModule, OtherModule] })).rejects.toThrow(
      /"Alarms\.warn" for two handlers.*; provide the class in one module only and export it there, or give each handler its own id/,
    );
  });

  it.each([
    ['group.quotaAlarm', 'QuotaWatch'],
    ['group.quotaAlarm', '@OnEvent'],
    ['group.beforeCreate', 'QuotaGuard'],
  ] as const)('when one for %s has the id of one of the module, %s', async (event, id) => {
    @Injectable()
    class Own {
      @OnTencentChatEvent(event, { id })
      handle(): void {}
    }
    const quota = { guard: { denyFrom: 1 } };
    await expect(createTestApp({ providers: [Own], options: { quota } })).rejects.toThrow(
      `"${id}" for a handler of ${event}, which a handler of the module has; give it another id`,
    );
  });

  it.each(['group.quotaAlarm', 'group.created'] as const)(
    'when two classes give their handlers the same one (the other of %s)',
    async (event) => {
      @Injectable()
      class One {
        @OnTencentChatEvent('group.quotaAlarm', { id: 'billing' })
        bill(): void {}
      }
      @Injectable()
      class Other {
        @OnTencentChatEvent(event, { id: 'billing' })
        bill(): void {}
      }
      await expect(createTestApp({ providers: [One, Other] })).rejects.toThrow(/"billing" for two handlers/);
    },
  );

  it('but not when a provider has an alias', async () => {
    calls = [];
    test = await createTestApp({
      providers: [
        Alarms,
        { provide: 'alias', useExisting: Alarms },
        { provide: 'same', inject: [Alarms], useFactory: (alarms: Alarms) => alarms },
      ],
    });
    await handled();
    expect(calls).toEqual(['Alarms.warn']);
  });

  it('but not when a request-scoped provider has an alias', async () => {
    @Injectable({ scope: Scope.REQUEST })
    class PerEvent {
      @OnTencentChatEvent('group.quotaAlarm')
      take(): void {
        calls.push('PerEvent.take');
      }
    }
    calls = [];
    test = await createTestApp({ providers: [PerEvent, { provide: 'alias', useExisting: PerEvent }] });
    await handled();
    expect(calls).toEqual(['PerEvent.take']);
  });

  it('but not when its module is imported in several places', async () => {
    @Module({ providers: [Alarms], exports: [Alarms] })
    class AlarmsModule {}
    @Module({ imports: [AlarmsModule] })
    class OneModule {}
    @Module({ imports: [AlarmsModule] })
    class OtherModule {}
    calls = [];
    test = await createTestApp({ registrations: [registration(), OneModule, OtherModule] });
    await handled();
    expect(calls).toEqual(['Alarms.warn']);
  });
});

describe('a module that is loaded lazily', () => {
  it('has its handlers called from then on', async () => {
    @Module({ providers: [Alarms] })
    class LazyModule {}
    await start();
    await handled(alarm(1));
    await test!.app.get(LazyModuleLoader).load(() => LazyModule);
    await handled(alarm(2));
    expect(calls).toEqual(['Alarms.warn']);
  });

  it('has its handlers called after it is loaded, not while it is loading', async () => {
    const gate = new Gate();
    const instances: unknown[] = [];
    @Injectable()
    class LazyAlarms {
      constructor(@Inject('connection') readonly connection: string) {}
      @OnTencentChatEvent('group.quotaAlarm')
      warn({ body }: GroupQuotaAlarmEvent): void {
        calls.push(`${body.QuotaUsed} over ${this.connection}`);
        instances.push(this);
      }
    }
    @Module({
      providers: [
        LazyAlarms,
        {
          provide: 'connection',
          useFactory: async () => {
            await gate.pass();
            return 'the connection';
          },
        },
      ],
    })
    class LazyModule {}
    await start();
    const loading = test!.app.get(LazyModuleLoader).load(() => LazyModule);
    await gate.reached();
    await handled(alarm(1));
    gate.open();
    const lazy = await loading;
    await handled(alarm(2));
    expect(calls).toEqual(['7002 over the connection']);
    expect(instances).toEqual([lazy.get(LazyAlarms)]);
  });

  it('cannot add a second handler with an id, and the log says so', async () => {
    @Module({ providers: [Alarms] })
    class LazyModule {}
    await start(Alarms);
    const steps = new StepLog(test!.app, 'fault');
    await test!.app.get(LazyModuleLoader).load(() => LazyModule);
    await handled();
    expect(calls).toEqual(['Alarms.warn']);
    expect(steps.all('fault')).toMatchObject([
      {
        message: expect.stringMatching(/lazily loaded module has a second handler with the id Alarms\.warn/),
      },
    ]);
  });
});

describe('several registrations', () => {
  it('have the handlers that name their prefix', async () => {
    @Injectable()
    class Service {
      @OnTencentChatEvent('group.quotaAlarm')
      production({ sdkAppId }: GroupQuotaAlarmEvent): void {
        calls.push(`production ${sdkAppId}`);
      }
      @OnTencentChatEvent('group.quotaAlarm', { eventPrefix: 'staging.' })
      staging({ sdkAppId, name }: GroupQuotaAlarmEvent): void {
        calls.push(`staging ${sdkAppId} ${name}`);
      }
      @OnTencentChatEvent(GroupQuotaAlarmDto, { eventPrefix: 'staging.' })
      byClass({ body }: GroupQuotaAlarmEvent): void {
        calls.push(`staging ${body.Quota}`);
      }
    }
    calls = [];
    test = await createTestApp({
      providers: [Service],
      registrations: [
        registration(),
        registration({ name: 'staging', path: 'staging', sdkAppId: 7, eventPrefix: 'staging.' }),
      ],
    });
    await test.callback();
    await vi.waitFor(() => expect(calls).toEqual(['production 1400000000']));
    calls = [];
    await test.callback({ path: 'staging', sdkAppId: 7 });
    await vi.waitFor(() => expect(calls.toSorted()).toEqual(['staging 10000', 'staging 7 group.quotaAlarm']));
  });
});
