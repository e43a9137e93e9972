import { Injectable } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { OnTencentChatEvent, type GroupQuotaAlarmEvent } from 'nestjs-tencent-chat-webhook';
import { ReplaySubject } from 'rxjs';

@Injectable()
export class AlarmService {
  readonly warned = new ReplaySubject<GroupQuotaAlarmEvent>();
  readonly noted = new ReplaySubject<GroupQuotaAlarmEvent>();

  @OnEvent('group.quotaAlarm')
  warn(event: GroupQuotaAlarmEvent): void {
    this.warned.next(event);
  }

  @OnTencentChatEvent('group.quotaAlarm')
  async note(event: GroupQuotaAlarmEvent): Promise<void> {
    this.noted.next(event);
  }
}
