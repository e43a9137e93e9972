import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { afterEach, describe, expect, it } from 'vitest';
import {
  GroupQuotaAlarmDto,
  OnTencentChatEvent,
  TencentChatEvent,
  type GroupQuotaAlarmEvent,
} from '../../src/index.js';
import {
  ADAPTERS,
  createTestApp,
  SDK_APP_ID,
  signedRequest,
  type TestApp,
} from '../support/create-test-app.js';

const ALARM = 'Group.CallbackOnDailyGroupQuotaAlarm';

@Injectable()
class AlarmService {
  readonly warned: GroupQuotaAlarmEvent[] = [];
  readonly noted: GroupQuotaAlarmEvent[] = [];

  @OnEvent('group.quotaAlarm')
  warn(event: GroupQuotaAlarmEvent): void {
    this.warned.push(event);
  }

  @OnTencentChatEvent('group.quotaAlarm')
  async note(event: GroupQuotaAlarmEvent): Promise<void> {
    this.noted.push(event);
  }
}

describe.each(ADAPTERS)('a quota alarm on %s', (adapter) => {
  let test: TestApp;
  afterEach(() => test.app.close());

  it('is answered OK and reaches @OnEvent and @OnTencentChatEvent handlers as a typed event', async () => {
    test = await createTestApp({ adapter, providers: [AlarmService] });
    const before = Date.now();
    const answer = await test.callback({ clientIp: '203.0.113.9', optPlatform: 'iOS' });

    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toBe('application/json; charset=utf-8');
    expect(answer.json).toEqual({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });

    const event = await test.events.get<GroupQuotaAlarmEvent>('group.quotaAlarm');
    const service = test.app.get(AlarmService);
    expect(service.warned).toEqual([event]);
    expect(service.noted).toEqual([event]);
    expect(event).toBeInstanceOf(TencentChatEvent);
    expect(event).toMatchObject({
      name: 'group.quotaAlarm',
      command: ALARM,
      sdkAppId: SDK_APP_ID,
      clientIp: '203.0.113.9',
      optPlatform: 'iOS',
      attempt: 1,
      eventTime: expect.any(Date),
    });
    expect(event.receivedAt.getTime()).toBeGreaterThanOrEqual(before);
    expect(event.body).toBeInstanceOf(GroupQuotaAlarmDto);
    expect(event.body).toMatchObject({
      QuotaUsed: 7321,
      Quota: 10000,
      EventTime: event.eventTime?.getTime(),
    });
    expect(event.body.remaining).toBe(2679);
    expect(event.body.usage).toBe(0.7321);
  });

  it.each<Record<string, string>>([
    {},
    { 'Content-Type': 'text/plain' },
    { 'Content-Type': 'application/x-www-form-urlencoded' },
    { 'Content-Type': '%%' },
  ])('arrives with the headers %j', async (headers) => {
    test = await createTestApp({ adapter });
    const { url, body } = signedRequest();
    const answer = await test.post(url, headers, JSON.stringify(body));
    expect(answer.json).toEqual({ ActionStatus: 'OK', ErrorInfo: '', ErrorCode: 0 });
    const event = await test.events.get<GroupQuotaAlarmEvent>('group.quotaAlarm');
    expect(event.body.Quota).toBe(10000);
  });
});
