import { Injectable } from '@nestjs/common';
import { afterEach, describe, expect, it, vi } from 'vitest';
import {
  byMember,
  byRequestId,
  type CallbackClass,
  type EventOf,
  OnTencentChatEvent,
  rejectVerdicts,
  type TencentChatEvent,
  TencentChatWebhookModule,
  WireInteger,
  WireString,
} from '../../src/index.js';
import { createTestApp, registration, type TestApp } from '../support/create-test-app.js';

class LiveGiftDto {
  static readonly command = 'Live.CallbackAfterSendGift';
  static readonly event = 'live.giftSent';
  static readonly idempotencyKey = byMember('GiftId');

  @WireString()
  GiftId!: string;

  @WireInteger()
  Count!: number;
}

class LiveBeforeGiftDto {
  static readonly command = 'Live.CallbackBeforeSendGift';
  static readonly event = 'live.beforeGift';
  static readonly verdicts = rejectVerdicts('Live.CallbackBeforeSendGift', [10100, 10200]);
  static readonly idempotencyKey = byRequestId;
}

describe("callbacks of the app's own", () => {
  let test: TestApp;
  afterEach(() => test.app.close());
  const command = LiveGiftDto.command;

  it('are validated, recognised, decided and emitted like those of the catalogue', async () => {
    test = await createTestApp({ options: { callbacks: [LiveGiftDto, LiveBeforeGiftDto] } });
    for (const Count of ['3', 4]) {
      expect((await test.callback({ command, body: { GiftId: 'g1', Count } })).status).toBe(200);
    }
    const event = await test.events.get<TencentChatEvent<LiveGiftDto>>('live.giftSent');
    expect(event.body).toBeInstanceOf(LiveGiftDto);
    expect(event.body.Count).toBe(3);
    expect(event.id).toBe(`1400000000/${command}/g1`);
    expect(test.events.names).toEqual(['live.giftSent']);
    const invalid = await test.callback({ command, body: { GiftId: 'g2', Count: 'many' } });
    expect(invalid.json.ErrorInfo).toBe('Count must be a whole number');

    const before = await test.callback({ command: LiveBeforeGiftDto.command });
    expect(before.json).toEqual({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
  });

  it('have handlers by their class', async () => {
    const seen: unknown[] = [];
    @Injectable()
    class Gifts {
      @OnTencentChatEvent(LiveGiftDto)
      sent({ name, body }: TencentChatEvent<LiveGiftDto>): void {
        seen.push({ name, body });
      }
      @OnTencentChatEvent(LiveBeforeGiftDto)
      before(event: EventOf<typeof LiveBeforeGiftDto>) {
        return event.reject({ code: 10_123 });
      }
    }
    test = await createTestApp({
      providers: [Gifts],
      options: { callbacks: [LiveGiftDto, LiveBeforeGiftDto] },
    });
    await test.callback({ command, body: { GiftId: 'g1', Count: '3' } });
    await vi.waitFor(() => expect(seen).toHaveLength(1));
    expect(seen).toEqual([
      { name: 'live.giftSent', body: Object.assign(new LiveGiftDto(), { GiftId: 'g1', Count: 3 }) },
    ]);
    const before = await test.callback({ command: LiveBeforeGiftDto.command });
    expect(before.json).toMatchObject({ ErrorCode: 10_123 });
  });

  it('replace one of the catalogue, for their registration only', async () => {
    class BareAlarmDto {
      static readonly command = 'Group.CallbackOnDailyGroupQuotaAlarm';
      static readonly event = 'group.quotaAlarm';
      static readonly idempotencyKey = byRequestId;
    }
    test = await createTestApp({
      registrations: [
        registration({ callbacks: [BareAlarmDto] }),
        TencentChatWebhookModule.forRoot({ sdkAppId: 1, token: 'one', name: 'other', path: 'other' }),
      ],
    });
    expect((await test.callback({ body: {} })).status).toBe(200);
    expect((await test.callback({ sdkAppId: 1, token: 'one', path: 'other', body: {} })).status).toBe(400);
  });

  it.each<[string, unknown[], RegExp]>([
    ['an object', [{}], /"callbacks\[0\]" is of type object; give a class with the static members/],
    ['a class without a command', [class {}], /"callbacks\[0\]" is without the static member command/],
    [
      'a class whose key is no function',
      [
        class extends LiveGiftDto {
          static override readonly idempotencyKey = 'GiftId' as never;
        },
      ],
      /"callbacks\[0\]\.idempotencyKey" is a string; give a function, such as byMember\('MsgKey'\)/,
    ],
    [
      'a class with the event of another command',
      [
        class extends LiveGiftDto {
          static override readonly event = 'group.created' as never;
        },
      ],
      /"callbacks" is naming the event group\.created twice/,
    ],
    [
      'a class whose key names a member that is misspelt',
      [
        class extends LiveGiftDto {
          static override readonly idempotencyKey = byMember('Count', 'GitfId');
        },
      ],
      /"callbacks\[0\]\.idempotencyKey" is byMember\('GitfId'\), but \w* has no decorator on such a member; perhaps 'GiftId' is meant/,
    ],
    [
      'a class whose key names a member that it has not',
      [
        class extends LiveGiftDto {
          static override readonly idempotencyKey = byMember('Nope.Id');
        },
      ],
      /is byMember\('Nope'\), .*; declare the member with a decorator such as @WireString\(\)/,
    ],
  ])('cannot be %s', async (_what, callbacks, message) => {
    const wrong = callbacks as CallbackClass[];
    test = await createTestApp();
    await expect(createTestApp({ options: { callbacks: wrong } })).rejects.toThrow(message);
  });
});
