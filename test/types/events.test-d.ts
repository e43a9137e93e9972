import { type } from 'arktype';
import * as v from 'valibot';
import { expectTypeOf, test } from 'vitest';
import { z } from 'zod';
import {
  byMember,
  byRequestId,
  type CallbackClass,
  type CallbackCommand,
  defineCallback,
  type EventOf,
  type GroupInfoChangedEvent,
  GroupQuotaAlarmDto,
  type GroupQuotaAlarmEvent,
  OnTencentChatEvent,
  rejectVerdicts,
  type QuotaLevelReachedEvent,
  TencentChatEvent,
  type TencentChatEventMap,
  type TencentChatRejectedEvent,
  TencentChatWebhookModule,
  type UnknownCommandEvent,
} from '../../src/index.js';
import type { NoSuchEvent } from '../../src/events/decorator/misspelt-event.js';
import { createCallbackRequest, sampleCallback } from '../../src/testing/index.js';

test('the map of events follows from the catalogue', () => {
  expectTypeOf<TencentChatEventMap['group.quotaAlarm']>().toEqualTypeOf<GroupQuotaAlarmEvent>();
  expectTypeOf<TencentChatEventMap['group.infoChanged']>().toEqualTypeOf<GroupInfoChangedEvent>();
  expectTypeOf<GroupQuotaAlarmEvent>().toEqualTypeOf<TencentChatEvent<GroupQuotaAlarmDto>>();
  expectTypeOf<'Group.CallbackOnDailyGroupQuotaAlarm'>().toExtend<CallbackCommand>();
  expectTypeOf<'Group.CallbackOfTomorrow'>().not.toExtend<CallbackCommand>();
  expectTypeOf<'ChatBot.OnAssignHuman' | 'Chatbot.OnC2CSignalMessage'>().toExtend<CallbackCommand>();
  expectTypeOf<'Chatbot.OnAssignHuman'>().not.toExtend<CallbackCommand>();
});

test('an event says what its members are', () => {
  expectTypeOf<GroupQuotaAlarmEvent['body']['remaining']>().toBeNumber();
  expectTypeOf<GroupQuotaAlarmEvent['sdkAppId']>().toBeNumber();
  expectTypeOf<GroupQuotaAlarmEvent['eventTime']>().toEqualTypeOf<Date | undefined>();
  expectTypeOf<GroupInfoChangedEvent['body']['Name']>().toEqualTypeOf<string | undefined>();
  expectTypeOf<UnknownCommandEvent['body']['Anything']>().toBeUnknown();
});

test('a handler of the right event compiles', () => {
  class Right {
    @OnTencentChatEvent('group.quotaAlarm')
    alarm(_event: GroupQuotaAlarmEvent): void {}

    @OnTencentChatEvent('group.quotaAlarm')
    async part(_event: Pick<GroupQuotaAlarmEvent, 'id' | 'body'>): Promise<void> {}

    @OnTencentChatEvent('group.infoChanged', { eventPrefix: 'tencent.' })
    none(): void {}

    @OnTencentChatEvent('tencentChat.unknownCommand')
    unknown(_event: UnknownCommandEvent): void {}

    @OnTencentChatEvent('group.quotaLevelReached')
    level(_event: QuotaLevelReachedEvent): void {}

    @OnTencentChatEvent('tencentChat.rejected')
    rejected(_event: TencentChatRejectedEvent): void {}

    @OnTencentChatEvent('group.quotaAlarm')
    @OnTencentChatEvent('group.infoChanged')
    both(_event: GroupQuotaAlarmEvent | GroupInfoChangedEvent): void {}
  }
  expectTypeOf(Right).toBeConstructibleWith();
});

test('a misspelt name is one error that has the name which was meant', () => {
  expectTypeOf<
    NoSuchEvent<'group.quotaAlarms'>
  >().toEqualTypeOf<"there is no event 'group.quotaAlarms': did you mean 'group.quotaAlarm'?">();
  expectTypeOf<
    NoSuchEvent<'c2c.beforeSendMesage'>
  >().toEqualTypeOf<"there is no event 'c2c.beforeSendMesage': did you mean 'c2c.beforeSendMessage'?">();
  expectTypeOf<
    NoSuchEvent<'nope'>
  >().toEqualTypeOf<"there is no event 'nope': see the table in docs/events.md">();
  class Wrong {
    // @ts-expect-error the only error: the method is not compared with all events
    @OnTencentChatEvent('group.quotaAlarms')
    name(_event: { none: 1 }): string {
      return '';
    }
  }
  expectTypeOf(Wrong).toBeConstructibleWith();
});

test('a wrong name or a wrong payload does not', () => {
  class Wrong {
    // @ts-expect-error there is no such event
    @OnTencentChatEvent('group.quotaAlarms')
    name(): void {}

    // @ts-expect-error a level is no alarm
    @OnTencentChatEvent('group.quotaLevelReached')
    level(_event: GroupQuotaAlarmEvent): void {}

    // @ts-expect-error the event of another command
    @OnTencentChatEvent('group.quotaAlarm')
    payload(_event: GroupInfoChangedEvent): void {}

    // @ts-expect-error the body is within the event
    @OnTencentChatEvent('group.quotaAlarm')
    body(_body: GroupQuotaAlarmDto): void {}

    // @ts-expect-error only one of the two events is expected
    @OnTencentChatEvent('group.infoChanged')
    @OnTencentChatEvent('group.quotaAlarm')
    one(_event: GroupQuotaAlarmEvent): void {}

    // @ts-expect-error nothing else is handed over
    @OnTencentChatEvent('group.quotaAlarm')
    second(_event: GroupQuotaAlarmEvent, _more: string): void {}

    // @ts-expect-error failures are always seen
    @OnTencentChatEvent('group.quotaAlarm', { suppressErrors: true })
    suppressed(): void {}
  }
  expectTypeOf(Wrong).toBeConstructibleWith();
});

class LiveGiftDto {
  static readonly command = 'Live.CallbackAfterSendGift';
  static readonly event = 'live.giftSent';
  static readonly idempotencyKey = byMember('GiftId');
  static readonly sample = { GiftId: 'g1' };
  GiftId!: string;
}

class LiveBeforeGiftDto {
  static readonly command = 'Live.CallbackBeforeSendGift';
  static readonly event = 'live.beforeGift';
  static readonly verdicts = rejectVerdicts('Live.CallbackBeforeSendGift', [10_100, 10_200]);
  static readonly idempotencyKey = byRequestId;
  static readonly sample = {};
  GiftId!: string;
}

test('a handler of a class gets the event of that class', () => {
  expectTypeOf<EventOf<typeof LiveGiftDto>>().toEqualTypeOf<TencentChatEvent<LiveGiftDto>>();
  expectTypeOf<EventOf<typeof GroupQuotaAlarmDto>>().toEqualTypeOf<GroupQuotaAlarmEvent>();
  expectTypeOf<EventOf<typeof LiveBeforeGiftDto>>().toHaveProperty('reject');
  expectTypeOf<EventOf<typeof LiveGiftDto>>().not.toHaveProperty('reject');
  class Right {
    @OnTencentChatEvent(LiveGiftDto)
    sent(_event: TencentChatEvent<LiveGiftDto>): void {}

    @OnTencentChatEvent(LiveGiftDto, { id: 'gifts', eventPrefix: 'staging.', prependListener: true })
    async none(): Promise<void> {}

    @OnTencentChatEvent(GroupQuotaAlarmDto)
    alarm(_event: GroupQuotaAlarmEvent): void {}

    @OnTencentChatEvent(LiveBeforeGiftDto)
    decide(event: EventOf<typeof LiveBeforeGiftDto>) {
      return event.body.GiftId === '' ? event.reject({ code: 10_111 }) : undefined;
    }
  }
  expectTypeOf(Right).toBeConstructibleWith();

  class Wrong {
    // @ts-expect-error the event of another class
    @OnTencentChatEvent(LiveGiftDto)
    other(_event: GroupQuotaAlarmEvent): void {}

    // @ts-expect-error the body is within the event
    @OnTencentChatEvent(LiveGiftDto)
    body(_body: LiveGiftDto): void {}

    // @ts-expect-error an after-callback cannot be rejected
    @OnTencentChatEvent(LiveGiftDto)
    reject(event: TencentChatEvent<LiveGiftDto> & { reject(): unknown }) {
      return event.reject();
    }

    // @ts-expect-error a verdict is built by the event
    @OnTencentChatEvent(LiveBeforeGiftDto)
    decide(_event: EventOf<typeof LiveBeforeGiftDto>): boolean {
      return true;
    }

    // @ts-expect-error it is no class of a callback
    @OnTencentChatEvent(Date)
    date(): void {}

    // @ts-expect-error nor is an instance
    @OnTencentChatEvent(new LiveGiftDto())
    instance(): void {}

    // @ts-expect-error an id is a string
    @OnTencentChatEvent(LiveGiftDto, { id: 7 })
    id(): void {}
  }
  expectTypeOf(Wrong).toBeConstructibleWith();
});

test('options', () => {
  TencentChatWebhookModule.forRoot({
    sdkAppId: 1,
    token: ['a', 'b'],
    path: 'x',
    decorators: [],
    isGlobal: true,
  });
  TencentChatWebhookModule.forRoot({ apps: [{ sdkAppId: 1, token: false }] });
  TencentChatWebhookModule.forRootAsync({ useFactory: () => ({ sdkAppId: 1, token: 'a' }), path: 'x' });
  // @ts-expect-error the token cannot be left out
  TencentChatWebhookModule.forRoot({ sdkAppId: 1 });
  // @ts-expect-error nor can it be true
  TencentChatWebhookModule.forRoot({ sdkAppId: 1, token: true });
  // @ts-expect-error one app or several, not both
  TencentChatWebhookModule.forRoot({ sdkAppId: 1, token: 'a', apps: [] });
  // @ts-expect-error a misspelt option
  TencentChatWebhookModule.forRoot({ sdkAppId: 1, token: 'a', tolerance: 1 });
  // @ts-expect-error the environment holds strings
  TencentChatWebhookModule.forRoot({ sdkAppId: '1', token: 'a' });
});

test('the testing kit', () => {
  const alarm = sampleCallback('Group.CallbackOnDailyGroupQuotaAlarm');
  expectTypeOf(alarm).toEqualTypeOf<{
    CallbackCommand: string;
    QuotaUsed: number;
    Quota: number;
    EventTime: string;
  }>();
  // @ts-expect-error there is no sample of it
  sampleCallback('Group.CallbackOnDailyGroupQuotaAlarms');
  expectTypeOf<Parameters<typeof sampleCallback>[0]>().toEqualTypeOf<CallbackCommand>();
  // Any command may be sent, also one that has no class yet.
  createCallbackRequest({ sdkAppId: 1, token: false, command: 'Group.CallbackOfTomorrow' });
  // @ts-expect-error the token cannot be left out here either
  createCallbackRequest({ sdkAppId: 1 });
});

test('limits compile on after-events only, and the short onStale only on events that the catalogue orders', () => {
  class Right {
    @OnTencentChatEvent('group.quotaAlarm', {
      timeoutMs: 1000,
      concurrency: 1,
      retry: { attempts: 2, initialDelayMs: 1, maxDelayMs: 1 },
      onStale: { action: 'skip', key: ({ Quota }) => String(Quota), order: ({ EventTime }) => EventTime },
    })
    alarm({ signal, stale, staleKey, staleOrder }: GroupQuotaAlarmEvent): void {
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
      expectTypeOf(stale).toBeBoolean();
      expectTypeOf(staleKey).toEqualTypeOf<string | undefined>();
      expectTypeOf(staleOrder).toEqualTypeOf<number | undefined>();
    }

    @OnTencentChatEvent('state.changed', { onStale: 'mark' })
    state(): void {}

    @OnTencentChatEvent('group.quotaLevelReached', { timeoutMs: 0 })
    level({ signal }: QuotaLevelReachedEvent): void {
      expectTypeOf(signal).toEqualTypeOf<AbortSignal>();
    }

    @OnTencentChatEvent('tencentChat.unknownCommand', { timeoutMs: 0 })
    unknown(): void {}
  }
  class Wrong {
    // @ts-expect-error the catalogue does not order alarms
    @OnTencentChatEvent('group.quotaAlarm', { onStale: 'skip' })
    short(): void {}

    // @ts-expect-error there is no such action
    @OnTencentChatEvent('state.changed', { onStale: 'drop' })
    action(): void {}

    // @ts-expect-error a level has no body
    @OnTencentChatEvent('group.quotaLevelReached', { onStale: 'skip' })
    level(): void {}

    // @ts-expect-error Chat waits for verdicts.timeoutMs
    @OnTencentChatEvent('group.beforeCreate', { timeoutMs: 1000 })
    timeout(): void {}

    // @ts-expect-error Chat waits
    @OnTencentChatEvent('group.beforeCreate', { concurrency: 1 })
    concurrency(): void {}

    // @ts-expect-error a verdict is given once
    @OnTencentChatEvent('group.beforeCreate', { retry: { attempts: 2 } })
    retry(): void {}

    // @ts-expect-error a verdict is always current
    @OnTencentChatEvent('group.beforeCreate', { onStale: 'skip' })
    stale(): void {}

    // @ts-expect-error nothing retries it
    @OnTencentChatEvent('tencentChat.rejected', { retry: { attempts: 2 } })
    rejected(): void {}
  }
  expectTypeOf(Right).toBeConstructibleWith();
  expectTypeOf(Wrong).toBeConstructibleWith();
});

test("a callback by a schema has an event with the schema's output", () => {
  const rated = defineCallback({
    command: 'Room.CallbackAfterRate',
    event: 'room.rated',
    schema: z.object({ RoomId: z.string(), Stars: z.string().transform(Number) }),
  });
  const rates = defineCallback({
    command: 'Room.CallbackBeforeRate',
    event: 'room.beforeRate',
    schema: v.object({ Stars: v.number() }),
    verdicts: rejectVerdicts('Room.CallbackBeforeRate', [7, 9]),
  });
  const ark = defineCallback({ command: 'Room.X', event: 'room.x', schema: type({ Stars: 'number' }) });
  expectTypeOf<EventOf<typeof rated>['body']>().toEqualTypeOf<{ RoomId: string; Stars: number }>();
  expectTypeOf<EventOf<typeof ark>['body']>().toEqualTypeOf<{ Stars: number }>();
  expectTypeOf<(typeof rated)['event']>().toEqualTypeOf<'room.rated'>();
  expectTypeOf<EventOf<typeof rated>>().not.toHaveProperty('allow');
  class Right {
    @OnTencentChatEvent(rated, {
      onStale: { action: 'skip', key: ({ RoomId }) => RoomId, order: ({ Stars }) => Stars },
    })
    rated(event: EventOf<typeof rated>): number {
      return event.body.Stars;
    }
    @OnTencentChatEvent(rates)
    before(event: EventOf<typeof rates>) {
      return event.body.Stars > 3 ? event.allow() : event.reject({ code: 8 });
    }
  }
  class Wrong {
    // @ts-expect-error another body
    @OnTencentChatEvent(rated)
    body(_event: TencentChatEvent<{ RoomId: number }>): void {}
    // @ts-expect-error no verdict
    @OnTencentChatEvent(rates)
    before(_event: EventOf<typeof rates>): boolean {
      return true;
    }
    @OnTencentChatEvent(rates)
    code(event: EventOf<typeof rates>) {
      // @ts-expect-error out of the range
      return event.reject({ code: 10 });
    }
  }
  expectTypeOf(Right).toBeConstructibleWith();
  expectTypeOf(Wrong).toBeConstructibleWith();
  // @ts-expect-error a body is an object
  defineCallback({ command: 'Room.X', event: 'room.x', schema: z.string() });
  expectTypeOf<[typeof rated, typeof rates, typeof ark]>().toExtend<CallbackClass[]>();
});
