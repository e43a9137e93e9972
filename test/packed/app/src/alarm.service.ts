import { Injectable, Logger } from '@nestjs/common';
import { OnEvent } from '@nestjs/event-emitter';
import { OnTencentChatEvent, type GroupQuotaAlarmEvent } from 'nestjs-tencent-chat-webhook';
import { ReplaySubject } from 'rxjs';

@Injectable()
export class AlarmService {
  readonly warned = new ReplaySubject<GroupQuotaAlarmEvent>();
  readonly noted = new ReplaySubject<GroupQuotaAlarmEvent>();
  private readonly logger = new Logger(AlarmService.name);

  @OnEvent('group.quotaAlarm')
  warn(event: GroupQuotaAlarmEvent): void {
    this.warned.next(event);
  }

  @OnTencentChatEvent('group.quotaAlarm')
  async note(event: GroupQuotaAlarmEvent): Promise<void> {
    this.logger.warn(`${event.body.remaining} groups are left today`);
    this.noted.next(event);
  }
}
