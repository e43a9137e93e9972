import { Injectable, Logger } from '@nestjs/common';
import {
  OnTencentChatEvent,
  type GroupQuotaAlarmEvent,
  type TencentChatRejectedEvent,
  type UnknownCommandEvent,
} from 'nestjs-tencent-chat-webhook';

/** Tells the people who run the app how many groups can still be created today. */
@Injectable()
export class AlarmService {
  private readonly logger = new Logger(AlarmService.name);

  /** Where you page somebody, pass `event.id` on as the key of the page: it is the same if the event comes again. */
  @OnTencentChatEvent('group.quotaAlarm')
  warn({ body }: GroupQuotaAlarmEvent): void {
    this.logger.warn(
      `${body.QuotaUsed} of ${body.Quota} groups are used up today, ${body.remaining} are left`,
    );
  }

  /** An app has one callback URL for everything, so commands that nobody here asked about arrive as well. */
  @OnTencentChatEvent('tencentChat.unknownCommand')
  noteUnknown({ command }: UnknownCommandEvent): void {
    this.logger.log(`${command} is not known here and was left alone`);
  }

  /** Anybody who finds the URL can cause these: good for a log and a counter, not for waking people up. */
  @OnTencentChatEvent('tencentChat.rejected')
  noteRejected({ status, details }: TencentChatRejectedEvent): void {
    this.logger.log(`a request was refused with ${status}: ${details}`);
  }
}
